/// When the process dies and the disk fails: decided by the seed, until the world calms down.
final class Faults: Sendable {
    private struct State {
        var crashesLeft: Int
        var diskFailuresLeft: Int
        var isOver = false
    }

    private let dice: Dice
    /// About one in so many chances to die is taken. Some worlds are mild, so that a run also comes far in them.
    private let chances: Int
    private let state: Confined<State>

    init(seed: UInt64) {
        dice = Dice(seed: seed, .faults)
        chances = dice.pick([8, 16, 30, 60])
        state = Confined(State(crashesLeft: dice.below(5), diskFailuresLeft: dice.oneIn(4) ? 1 : 0))
    }

    var isOver: Bool { state.value.isOver }

    func end() { state.value.isOver = true }

    /// Whether the process dies here.
    func strike() -> Bool {
        guard !isOver, state.value.crashesLeft > 0, dice.oneIn(chances) else { return false }
        state.value.crashesLeft -= 1
        return true
    }

    /// Whether the disk fails here.
    func breakDisk() -> Bool {
        guard !isOver, state.value.diskFailuresLeft > 0, dice.oneIn(20) else { return false }
        state.value.diskFailuresLeft -= 1
        return true
    }

    func oneIn(_ chances: Int) -> Bool { !isOver && dice.oneIn(chances) }
    func milliseconds(_ range: Range<Int>) -> Duration { dice.milliseconds(range) }
}
