import Domain
import Engine

/// One process of the engine, from its start to its end. When it is over nothing of it reaches the world any more: no
/// write, no command; and it hears nothing.
final class Life: Sendable {
    private struct State {
        var isOver = false
        var isClosing = false
        /// Whether every task of it has ended.
        var isGone = false
        var engine: Engine?
        var task: Task<Void, Never>?
    }

    let number: Int
    private let faults: Faults
    private let chronicle: Chronicle
    private let state = Confined(State())
    private let onDeath: Confined<() -> Void>

    init(_ number: Int, _ faults: Faults, _ chronicle: Chronicle, onDeath: @escaping () -> Void) {
        self.number = number
        self.faults = faults
        self.chronicle = chronicle
        self.onDeath = Confined(onDeath)
    }

    var isOver: Bool { state.value.isOver }
    var isGone: Bool { state.value.isGone }
    var engine: Engine? { state.value.engine }

    func begin(_ engine: Engine, on executor: SeededExecutor) {
        state.value.engine = engine
        state.value.task = Task(executorPreference: executor) { await self.run(engine) }
    }

    private func run(_ engine: Engine) async {
        do throws(OperatorError) {
            try await engine.run()
            if !isOver { end(.closed(life: number)) }
        } catch {
            if !isOver { end(.gaveUp(life: number, error)) }
        }
        state.value.isGone = true
        state.value.engine = nil
        state.value.task = nil
    }

    func close() {
        guard !isOver, !state.value.isClosing else { return }
        state.value.isClosing = true
        chronicle.note(.askedToClose(life: number))
        engine?.close()
    }

    /// Whether the process is alive after this place.
    func survives(_ place: Place) -> Bool {
        guard !isOver else { return false }
        guard faults.strike() else { return true }
        die(at: place)
        return false
    }

    func die(at place: Place) {
        guard !isOver else { return }
        let task = state.value.task
        end(.died(life: number, at: place))
        task?.cancel()
    }

    private func end(_ happening: Happening) {
        state.value.isOver = true
        chronicle.note(happening)
        onDeath.value()
        onDeath.value = {}
    }

    /// What a dead process is told, which nobody hears.
    static let silence = OperatorError(
        attempted: "go on after the end",
        reason: "this process is dead",
        remedy: "none: the world does not see it"
    )
}
