import Domain
import Engine
import Playbooks
import Ports
import Response

/// Whoever is asked answers, or does not: two of three people, and some of them no.
final class People: Sendable {
    private let clock: VirtualClock
    private let chronicle: Chronicle
    private let dice: Dice
    private let life: @Sendable () -> Life?
    private let looksLeft = Confined(4)

    init(seed: UInt64, _ clock: VirtualClock, _ chronicle: Chronicle, life: @escaping @Sendable () -> Life?) {
        dice = Dice(seed: seed, .people)
        self.clock = clock
        self.chronicle = chronicle
        self.life = life
    }

    /// Looks for questions in what was written, as people who are told of them.
    func read(_ written: Written) {
        for case .advanced(let run, let steps) in written.changes {
            for index in steps {
                guard case .asking = run[index].state, run[index].grants.isEmpty else { continue }
                answer(run, run.playbook[index])
            }
            if case .waitingForPerson = run.phase { look(at: run) }
            // What could not be taken back, while something else of the run is in force.
            if case .inForce = run.phase, run.playbook.steps.contains(where: { run.waitsForPerson(at: $0) }) {
                look(at: run)
            }
        }
    }

    /// What rests for a person is decided now and then, and not for ever.
    private func look(at run: Run) {
        guard looksLeft.value > 0, dice.oneIn(2),
            let step = run.playbook.steps.first(where: { run.waitsForPerson(at: $0) })
        else { return }
        looksLeft.value -= 1
        let eve = Actor(name: "person:eve", proof: "none")
        let decision = Decision(reading: run, step, agrees: !dice.oneIn(3), by: eve)
        let pause = dice.milliseconds(100..<60_000)
        Task(executorPreference: clock.executor) { await self.say(decision, after: pause) }
    }

    private func answer(_ run: Run, _ step: Step) {
        // The first may have started the run, and then may not agree to it.
        for name in ["ada", "bob", "eve"] where dice.oneIn(2) {
            let person = Actor(name: "person:\(name)", proof: "none")
            let decision = Decision(reading: run, step, agrees: !dice.oneIn(5), by: person)
            let pause = dice.milliseconds(1_000..<80_000)
            Task(executorPreference: clock.executor) { await self.say(decision, after: pause) }
        }
    }

    /// A person tries three times, and then has something else to do.
    private func say(_ decision: Decision, after pause: Duration) async {
        for attempt in 0..<3 {
            await clock.sleep(for: attempt == 0 ? pause : .seconds(3))
            guard let life = life(), let engine = life.engine else { continue }
            do throws(OrderRefusal) {
                _ = try await engine.carryOut(.decide(decision))
                return chronicle.note(.decided(life: life.number, decision, isTaken: true))
            } catch {
                chronicle.note(.decided(life: life.number, decision, isTaken: false))
            }
        }
    }
}
