package import Domain
package import Playbooks
import Response

/// A fleet, its receivers and one engine that dies, all decided by a seed: a failing world is reproduced by its number.
///
/// The engine's part is the ``CoreHarness``. Receivers lose commands and answers, answer late and twice, and refuse; the
/// process dies before and after commits and between effects. What the engine believes is compared with what the
/// receivers saw.
package struct ResponseWorld {
    private static let crashesMax = 4
    private static let turnsMax = 5_000

    package private(set) var harness: CoreHarness
    /// Broken invariants, each with its number.
    package private(set) var violations: [String] = []
    package private(set) var crashesCount = 0
    package private(set) var turnsCount = 0
    /// How often each command reached its receiver, by its key.
    package private(set) var deliveries: [StepKey: Int] = [:]

    private var random: SeededRandom
    private var mail: [Mail] = []

    /// Something that will come in.
    private struct Mail {
        let due: Instant
        let input: Input

        /// Answers live in the process that waits for them; a monitor keeps its event until it has a receipt.
        var outlivesProcess: Bool {
            switch input {
            case .event, .start, .ordered: true
            case .finished, .probed, .fleet, .stopSwitch, .tick: false
            }
        }
    }

    package init(seed: UInt64, playbooks: [Playbook], events: Int = 3, devices: Int = 3) {
        random = SeededRandom(seed: seed)
        harness = CoreHarness(playbooks)
        for number in 0..<events {
            let due = harness.now + .milliseconds(random.below(240_000))
            let event = Sample.event("e-\(number)", of: "pump-\(random.below(devices))", at: due)
            let input = Input.event(event, device: harness.lookup(event.device), from: Sample.monitor)
            mail.append(Mail(due: due, input: input))
            if random.oneIn(3) { end(event, after: due) }
        }
    }

    /// The monitor says later that the alarm is over.
    private mutating func end(_ event: Event, after due: Instant) {
        let over = due + .milliseconds(random.below(200_000))
        let id = "\(event.key.id)-over"
        let clear = Sample.event(id, of: event.device.description, state: .cleared, at: over)
        let input = Input.event(clear, device: harness.lookup(event.device), from: Sample.monitor)
        mail.append(Mail(due: over, input: input))
    }

    /// Until nothing can happen any more.
    package mutating func runToRest() {
        while let next = next() {
            turnsCount += 1
            guard turnsCount <= Self.turnsMax else { return violations.append("I11: nothing settles") }
            harness.moveClock(to: next.due)
            take(next)
        }
        for run in harness.runs where !run.phase.isAtRest {
            violations.append("I11: \(run.id) is at rest nowhere, and nothing comes")
        }
        violations += harness.violations
    }

    /// The earliest of what comes in and what the core wants to be woken for.
    private mutating func next() -> Mail? {
        let earliest = mail.indices.min { mail[$0].due < mail[$1].due }
        if let due = harness.core.nextDeadline, earliest.map({ mail[$0].due >= due }) ?? true {
            return Mail(due: due, input: .tick)
        }
        return earliest.map { mail.remove(at: $0) }
    }

    private mutating func take(_ next: Mail) {
        if mayCrash() {
            harness.loseTurn(of: next.input)
            if next.outlivesProcess { mail.append(Mail(due: harness.now + .seconds(1), input: next.input)) }
            return begin()
        }
        harness.take(next.input)
        check(after: next.input)
        askPeople()
        perform()
    }

    // MARK: - People

    /// Whoever is asked answers, or does not: two of three people, and some of them no.
    private mutating func askPeople() {
        for case .advanced(let run, let steps) in harness.lastTurn.changes {
            for index in steps {
                guard case .asking = run[index].state, run[index].grants.isEmpty else { continue }
                for name in ["ada", "bob", "eve"] where random.oneIn(2) {
                    let decision = Decision(
                        reading: run,
                        run.playbook[index],
                        agrees: !random.oneIn(5),
                        by: Actor(name: "person:\(name)", proof: "none")
                    )
                    let due = harness.now + .milliseconds(random.below(80_000))
                    mail.append(Mail(due: due, input: .ordered(.decide(decision))))
                }
            }
        }
    }

    // MARK: - The process

    private mutating func mayCrash() -> Bool {
        guard crashesCount < Self.crashesMax, random.oneIn(14) else { return false }
        crashesCount += 1
        mail.removeAll { !$0.outlivesProcess }
        return true
    }

    /// After a restart, which the harness has made.
    private mutating func begin() {
        check(after: .tick)
        perform()
    }

    /// Hands over the effects of the last turn, and may die before each, and after the last.
    private mutating func perform() {
        for effect in harness.lastTurn.effects {
            if mayCrash() { return restart() }
            switch effect {
            case .perform(let intent): deliver(intent)
            case .probe(let intent): probe(intent)
            }
        }
        if mayCrash() { restart() }
    }

    private mutating func restart() {
        harness.restart()
        begin()
    }

    // MARK: - The receivers

    private mutating func deliver(_ intent: Intent) {
        if intent.isDrill {
            // As the engine does: answered at once, and handed to nobody.
            return mail.append(Mail(due: harness.now, input: .finished(intent.id, .success(.rehearsed))))
        }
        let (arrives, answer) = fate()
        if arrives { deliveries[intent.attempt.key, default: 0] += 1 }
        guard let answer else { return }
        // Beyond the deadline and its grace where the answer is late.
        let delay = random.oneIn(6) ? 13_000 + random.below(60_000) : random.below(9_000)
        mail.append(Mail(due: harness.now + .milliseconds(delay), input: .finished(intent.id, answer)))
        guard random.oneIn(4) else { return }
        mail.append(Mail(due: harness.now + .milliseconds(delay + 50), input: .finished(intent.id, answer)))
    }

    /// Whether the command has its effect, and what the driver says, if it says anything.
    private mutating func fate() -> (arrives: Bool, answer: AttemptResult?) {
        let isThere = random.oneIn(2)
        return switch random.below(12) {
        case 0...4: (true, .success(Completion(.confirmed, evidence: "it says so")))
        case 5: (true, .success(Completion(.sent, evidence: "handed over")))
        case 6, 7: (false, .failure(.transient(Sample.error("busy"))))
        case 8: (false, .failure(.permanent(Sample.error("refused"))))
        case 9, 10: (isThere, .failure(.unknownOutcome(Sample.error("no answer"))))
        default: (isThere, nil)
        }
    }

    /// An honest probe, where it answers at all.
    private mutating func probe(_ intent: Intent) {
        let arrived = deliveries[intent.attempt.key] != nil
        let result: ProbeResult? =
            switch random.below(8) {
            case 0: nil
            case 1: .unclear(Sample.error("nobody knows"))
            default:
                arrived
                    ? .applied(Completion(.confirmed, evidence: "read back"))
                    : .notApplied(Sample.error("it never came"))
            }
        guard let result else { return }
        let due = harness.now + .milliseconds(random.below(5_000))
        mail.append(Mail(due: due, input: .probed(intent.id, result)))
    }

    // MARK: - What must hold

    private mutating func check(after input: Input) {
        for case .advanced(let run, let steps) in harness.lastTurn.changes {
            for index in steps { check(run[index].state, of: run, after: input) }
        }
        for effect in harness.lastTurn.effects where !effect.intent.isDrill {
            guard case .perform(let intent) = effect, !mayRepeat(intent) else { continue }
            if deliveries[intent.attempt.key] != nil {
                violations.append("I2: \(intent.attempt.request.action) is sent again, though it arrived")
            }
        }
        checkLimits()
    }

    private mutating func check(_ state: StepState, of run: Run, after input: Input) {
        switch state {
        case .ok(let attempt, _), .sent(let attempt, _):
            if run.isDrill { violations.append("I15: a drill ended with an effect") }
            if deliveries[attempt.key] == nil { violations.append("I3: ok, and the receiver never saw it") }
        case .failed(let attempts, _) where attempts > 0:
            guard case .finished(_, .failure(.permanent)) = input else {
                return violations.append("I12: failed without the receiver's refusal")
            }
        case .rehearsed(let attempt, _):
            if deliveries[attempt.key] != nil { violations.append("I15: a drill reached a receiver") }
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .joined, .done, .skipped,
            .failed,
            .exhausted, .inDoubt:
            break
        }
    }

    /// Of a receiver that cannot tell a repeat, no second command may reach it.
    private func mayRepeat(_ intent: Intent) -> Bool {
        let action = intent.attempt.request.action
        return action != FakeKinds.Once.name && action != FakeKinds.Probeable.name
    }

    /// I8, over the windows that end with each debit.
    private mutating func checkLimits() {
        guard let last = harness.lastTurn.touch, let playbook = playbook(named: last.playbook) else { return }
        for limit in playbook.guards.limits {
            let within = harness.touches.filter {
                $0.playbook == last.playbook && $0.isDrill == last.isDrill && $0.at > last.at - limit.window
            }
            guard case .devices(let allowed) = limit.amount, limit.scope == .fleet else { continue }
            if Set(within.map(\.device)).count > allowed, !last.isDrill {
                violations.append("I8: \(within.count) devices within \(limit.window.spoken)")
            }
        }
    }

    private func playbook(named name: String) -> Playbook? { harness.playbooks.first { $0.name == name } }
}

extension Turn {
    fileprivate var touch: Touch? {
        for case .touch(let touch) in changes.reversed() { return touch }
        return nil
    }
}
