import Domain
import Ports
import Response

/// What a process is told of those before it: in some worlds that one of the open runs ended them, so that nobody goes on
/// with it from then on.
final class ModelHands: WorkInHand {
    private let chronicle: Chronicle
    private let dice: Dice
    private let isDeadly: Bool
    private let aside = Confined<RunID?>(nil)

    init(seed: UInt64, _ chronicle: Chronicle) {
        self.chronicle = chronicle
        dice = Dice(seed: seed, .hands)
        isDeadly = dice.oneIn(10)
    }

    /// Whether a run was set aside.
    var hasSetAside: Bool { aside.value != nil }

    func take(_ run: RunID, for work: Work) {}
    func putDown(_ work: Work) {}

    func setAside(in stored: StoredState) -> [RunID: SetAside] {
        if isDeadly, aside.value == nil, !stored.runs.isEmpty, dice.oneIn(2) {
            let run = dice.pick(stored.runs).header.id
            aside.value = run
            chronicle.note(.setAside(run))
        }
        guard let run = aside.value else { return [:] }
        return [run: .undecided(reason: "it ended the process three times")]
    }
}
