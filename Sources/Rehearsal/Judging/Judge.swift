import CEL
import Domain
import JSON
import Playbooks
import Response

/// Compares what happened with what a test expects.
struct Judge {
    let test: TestCase
    let log: StageLog

    /// Empty where all is as expected.
    var differences: [Difference] {
        if log.isEndless { return [Difference("run", expected: "comes to rest", actual: "never comes to rest")] }
        return [start, because, steps, effects, held, outcome, elapsed, runs].compactMap(\.self)
    }

    private var expected: Expectation { test.expected }

    // MARK: - The start

    private var start: Difference? {
        let starts = log.run != nil
        let wanted = expected.starts ?? true
        guard starts != wanted else { return nil }
        return Difference("starts", expected: "\(wanted)", actual: starts ? "true" : "false: \(reason)")
    }

    private var reason: String {
        var facts = Facts(event: test.given.event, device: test.given.lookup.found, now: test.given.now)
        facts.fleet = test.given.fleet
        return StartVerdict(test.playbook, facts).sentence(test.playbook, test.given.event)
    }

    private var because: Difference? {
        guard let because = expected.because, log.run == nil, !Self.says(reason, because) else { return nil }
        return Difference("because", expected: because, actual: reason)
    }

    /// Whether a sentence has the words in it.
    private static func says(_ sentence: String, _ words: String) -> Bool {
        TextPattern("…\(words)…").matches(sentence)
    }

    // MARK: - The run

    private var steps: Difference? {
        guard let wanted = expected.steps, let run = log.run else { return nil }
        let actual = ActualStep.all(in: log, run, naming: Set(wanted.map(\.path)))
        let lines = Alignment.pairs(wanted, actual) { $0.path == $1.path }.flatMap { pair -> [Difference.Line] in
            switch pair {
            case .both(let step, let actual):
                actual.satisfies(step) ? [.same(step.text)] : [.expected(step.text), .actual(actual.text)]
            case .expected(let step): [.expected(step.text)]
            case .actual(let step): [.actual(step.text)]
            }
        }
        return lines.allSatisfy(\.isSame) ? nil : Difference("steps", lines)
    }

    private var effects: Difference? {
        guard let wanted = expected.effects, log.run != nil else { return nil }
        let pairs = Alignment.pairs(wanted, ActualEffect.all(in: log)) { expected, actual in
            [EffectKey.action, EffectKey.step].allSatisfy { name in
                guard let value = expected[name] else { return true }
                return actual.value(name, like: value) == value
            }
        }
        let lines = pairs.flatMap(EffectLines.lines)
        return lines.allSatisfy(\.isSame) ? nil : Difference("effects", lines)
    }

    private var held: Difference? {
        guard let wanted = expected.held, let run = log.run else { return nil }
        let holds = run.playbook.steps.compactMap { step in run[step.index].hold.map { (step.path, $0.explanation) } }
        let isSo = holds.contains { step, reason in
            (wanted.step ?? step) == step && wanted.because.map { Self.says(reason, $0) } ?? true
        }
        guard !isSo else { return nil }
        let expected = [wanted.step, wanted.because].compactMap(\.self).joined(separator: ": ")
        let actual = holds.isEmpty ? [Difference.Line.actual("nothing is held")] : holds.map { .actual("\($0): \($1)") }
        return Difference("held", [.expected(expected)] + actual)
    }

    private var outcome: Difference? {
        guard let wanted = expected.outcomes, log.run != nil else { return nil }
        let actual = log.outcomes.map(\.text)
        guard wanted != actual else { return nil }
        let words = [wanted, actual].map { $0.isEmpty ? "none" : $0.joined(separator: ", then ") }
        return Difference("outcome", expected: words[0], actual: words[1])
    }

    private var elapsed: Difference? {
        guard let wanted = expected.elapsed, log.run != nil else { return nil }
        guard let elapsed = log.elapsed else {
            return Difference("elapsed", expected: wanted.text, actual: "it never comes to rest")
        }
        guard elapsed < wanted.atLeast || elapsed > wanted.atMost else { return nil }
        return Difference("elapsed", expected: wanted.text, actual: DurationText.text(elapsed.wholeMilliseconds))
    }

    private var runs: Difference? {
        guard let wanted = expected.runs, wanted != log.runsCount else { return nil }
        return Difference("runs", expected: "\(wanted)", actual: "\(log.runsCount)")
    }
}

/// A step of the run as a test would say it.
private struct ActualStep {
    let path: String
    let state: StepState

    /// In the order in which they were closed or held; those that are still open come last. Steps with others in them, and those that were
    /// skipped, count only where the test names them.
    static func all(in log: StageLog, _ run: Run, naming named: Set<String>) -> [ActualStep] {
        let steps = Dictionary(run.playbook.steps.map { ($0.path, $0) }) { first, _ in first }
        let open = run.playbook.steps.map(\.path).filter { !log.settled.contains($0) }
        return (log.settled + open).compactMap { path in
            guard let step = steps[path] else { return nil }
            let state = run[step.index].state
            if state == .ready { return nil }
            if !named.contains(path), !step.children.isEmpty || state.isSkipped || step.isRelease && !state.isClosed {
                return nil
            }
            return ActualStep(path: path, state: state)
        }
    }

    func satisfies(_ expected: ExpectedStep) -> Bool {
        expected.state.map { $0 == StepWord.word(state) } ?? StepWord.isSuccess(state)
    }

    /// With the reason, where it is no success.
    var text: String {
        "\(path): \(StepWord.word(state))\(state.reason.map { "   (\($0))" } ?? "")"
    }
}

extension Step {
    fileprivate var isRelease: Bool {
        if case .release = body { true } else { false }
    }
}

extension StepState {
    fileprivate var isSkipped: Bool {
        if case .skipped = self { true } else { false }
    }

    /// Why it is no success.
    fileprivate var reason: String? {
        if case .held(let hold) = self { return hold.explanation }
        if case .skipped(let reason) = self { return reason.text }
        return error?.reason
    }
}

extension StepRecord {
    /// The guard that holds it, or in a drill would.
    fileprivate var hold: Hold? {
        if case .held(let hold) = state { hold } else { wouldHold }
    }
}

extension ExpectedStep {
    fileprivate var text: String { state.map { "\(path): \($0)" } ?? path }
}

extension ExpectedTime {
    fileprivate var text: String {
        if atLeast == atMost { return DurationText.text(atLeast) }
        let least = atLeast == .zero ? nil : "at least \(DurationText.text(atLeast))"
        let most = atMost > .seconds(99 * 366 * 86_400) ? nil : "at most \(DurationText.text(atMost))"
        return [least, most].compactMap(\.self).joined(separator: ", ")
    }
}

extension DeviceLookup {
    var found: Device {
        switch self {
        case .found(let device): device
        case .unavailable(let id, _): .unregistered(id)
        }
    }
}
