import Domain
import Intake

/// Where nobody watches.
struct NoWatch: ArrivalWatch {
    func isSuspect(_ arrival: Arrival, from source: Actor) -> Bool { false }
    func enter(_ arrival: Arrival, from source: Actor) -> Passage? { Passage(slot: nil) }
    func leave(_ passage: Passage, isDone: Bool) {}
}
