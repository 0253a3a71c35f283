public import Domain

/// Knows which arrivals are being read and decided on, so that one that ends the process is found out afterwards.
public protocol ArrivalWatch: Sendable {
    /// Whether a process ended while it had the same in its hands. Each such is taken by itself.
    func isSuspect(_ arrival: Arrival, from source: Actor) -> Bool

    /// Notes that the engine has it in its hands. A suspect waits here until no other is.
    /// - Returns: nil where it is in quarantine: it has been taken, and nothing is done with it.
    func enter(_ arrival: Arrival, from source: Actor) async -> Passage?

    /// The engine is done with it, or sent it away to come again.
    func leave(_ passage: Passage, isDone: Bool)
}

/// An arrival's way through the engine.
public struct Passage: Sendable {
    /// The place where it is noted; nil where there was none for it.
    package let slot: Int?
    /// What it is known by, where it is a suspect.
    package let suspect: Digest?

    package init(slot: Int?, suspect: Digest? = nil) {
        self.slot = slot
        self.suspect = suspect
    }
}
