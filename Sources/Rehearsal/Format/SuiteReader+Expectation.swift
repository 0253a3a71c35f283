import CEL
import Domain
import Playbooks
import Response

// What a test compares.
extension SuiteReader {
    private static let runsMax = 1_000

    mutating func expectation(_ node: YAMLNode) -> Expectation? {
        guard let fields = SuiteForm.expect.fields(node, &findings) else { return nil }
        var expected = Expectation()
        expected.starts = fields.flag("starts", &findings)
        expected.because = fields.text("because", &findings)
        expected.steps = fields.list("steps", &findings).map { $0.compactMap { step($0) } }
        expected.effects = fields.list("effects", &findings).map { $0.compactMap { effect($0) } }
        expected.held = fields["held"].flatMap { hold($0) }
        expected.outcomes = fields["outcome"].map { outcomes($0) }
        expected.elapsed = fields["elapsed"].flatMap { time($0) }
        expected.runs = fields.number("runs", in: 0...Self.runsMax, &findings)
        checkStarts(expected, fields)
        return expected
    }

    private mutating func checkStarts(_ expected: Expectation, _ fields: YAMLFields) {
        guard expected.starts == false else {
            if let node = fields["because"] {
                report(.contradiction, "'because' says why no run starts: 'starts: false' is missing", at: node)
            }
            return
        }
        for key in ["steps", "effects", "held", "outcome", "elapsed"] {
            if let node = fields[key] { report(.contradiction, "where no run starts there is no '\(key)'", at: node) }
        }
    }

    // MARK: - Steps

    /// `verify`, or `verify: ok`.
    private mutating func step(_ node: YAMLNode) -> ExpectedStep? {
        if let path = node.scalar?.text {
            return isStep(path, at: findings.source.span(of: node)) ? ExpectedStep(path: path, state: nil) : nil
        }
        guard case .mapping(let entries) = node.content, entries.count == 1, let entry = entries.first,
            let state = entry.value.scalar?.text
        else {
            let message = "an entry of 'steps' is the name of a step and its state"
            findings.report(
                YAMLProblem.wrongType,
                message,
                at: node,
                remedy: "write 'shutdown: ok', or 'shutdown' alone"
            )
            return nil
        }
        guard StepWord.all.contains(state) else {
            let known = StepWord.all.joined(separator: ", ")
            let message = "\(DisplayText.quoted(state)) is no state of a step"
            findings.report(YAMLProblem.badValue, message, at: entry.value, remedy: "write one of \(known)")
            return nil
        }
        guard isStep(entry.key, at: findings.source.span(ofKey: entry)) else { return nil }
        return ExpectedStep(path: entry.key, state: state)
    }

    private mutating func isStep(_ path: String, at span: SourceSpan) -> Bool {
        let paths = subject.playbook.steps.map(\.path)
        if paths.contains(path) { return true }
        reportUnknown("step", path, among: paths, at: span)
        return false
    }

    // MARK: - Effects

    private mutating func effect(_ node: YAMLNode) -> ExpectedEffect? {
        guard case .mapping(let entries) = node.content else {
            findings.report(YAMLProblem.wrongType, "an effect is a mapping, but this is \(node.kind)", at: node)
            return nil
        }
        for entry in entries {
            let place = findings.source.span(of: entry.value)
            switch (entry.key, entry.value.scalar?.text) {
            case (EffectKey.action, let name?):
                let known = subject.playbook.steps.compactMap { $0.call?.descriptor.name }.distinct
                if !known.contains(name) { reportUnknown("action", name, among: known, at: place) }
            case (EffectKey.step, let path?): _ = isStep(path, at: place)
            default: break
            }
        }
        return ExpectedEffect(fields: entries.map { ($0.key, Self.value($0.value)) })
    }

    // MARK: - The rest

    /// A reason alone, or a mapping.
    private mutating func hold(_ node: YAMLNode) -> ExpectedHold? {
        if let text = node.scalar?.text, !node.isNull { return ExpectedHold(step: nil, because: text) }
        guard let fields = SuiteForm.hold.fields(node, &findings) else { return nil }
        let step = fields.text("step", &findings)
        if let step, let node = fields["step"] { _ = isStep(step, at: findings.source.span(of: node)) }
        return ExpectedHold(step: step, because: fields.text("because", &findings))
    }

    /// One word, or several in a list where the outcome changes.
    private mutating func outcomes(_ node: YAMLNode) -> [String] {
        let nodes: [YAMLNode] = if case .sequence(let elements) = node.content { elements } else { [node] }
        let known = RunOutcome.allCases.map(\.text)
        return nodes.compactMap { node in
            if let text = node.scalar?.text, known.contains(text) { return text }
            let written = node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind
            let remedy = node.scalar.flatMap { Spelling.closest(to: $0.text, among: known) }.map {
                "did you mean '\($0)'?"
            }
            findings.report(
                YAMLProblem.badValue,
                "\(written) is no outcome of a run",
                at: node,
                remedy: remedy ?? "write one of \(known.joined(separator: ", "))"
            )
            return nil
        }
    }

    /// `12s`, or `{at_least: 1m, at_most: 2m}`.
    private mutating func time(_ node: YAMLNode) -> ExpectedTime? {
        if let text = node.scalar?.text {
            // A run that waits for nothing takes no time at all.
            let exact = text == "0s" ? .zero : YAMLFields.duration(node, named: "elapsed", &findings)
            return exact.map { ExpectedTime(atLeast: $0, atMost: $0) }
        }
        guard let fields = SuiteForm.time.fields(node, &findings) else { return nil }
        let most = fields.duration("at_most", &findings) ?? .seconds(100 * 366 * 86_400)
        return ExpectedTime(atLeast: fields.duration("at_least", &findings) ?? .zero, atMost: most)
    }
}
