import CEL
import Domain
import Playbooks

// What receivers and people do.
extension SuiteReader {
    private static let person = "person"

    mutating func script(_ node: YAMLNode?) -> Script {
        var script = Script()
        guard let node else { return script }
        guard case .mapping(let entries) = node.content else {
            findings.report(YAMLProblem.wrongType, "'outcomes' is a mapping, but this is \(node.kind)", at: node)
            return script
        }
        for entry in entries { read(entry, into: &script) }
        return script
    }

    private mutating func read(_ entry: YAMLEntry, into script: inout Script) {
        let steps = subject.playbook.steps
        let named = steps.filter { $0.path == entry.key || $0.id == entry.key }
        if entry.key == Self.person {
            people(entry.value, into: &script)
        } else if let step = named.first, step.call == nil {
            answers(entry.value, at: step, entry, into: &script)
        } else if !named.isEmpty || steps.contains(where: { $0.call?.descriptor.name == entry.key }) {
            if let replies = replies(entry.value) { script.replies[entry.key] = replies }
        } else if connections.contains(entry.key) {
            if let outage = outage(entry.value) { script.outages[entry.key] = outage }
        } else {
            reportUnknown("step, action or connection", entry.key, among: known, at: findings.source.span(ofKey: entry))
        }
    }

    private var connections: [String] {
        subject.playbook.steps.flatMap { $0.call?.connections.map(\.name) ?? [] }.distinct
    }

    private var known: [String] {
        let steps = subject.playbook.steps.filter { $0.call != nil }
        return (steps.map(\.id) + steps.compactMap { $0.call?.descriptor.name }).distinct + connections + [Self.person]
    }

    // MARK: - Receivers

    /// A text, a mapping, or a list of them: one for each attempt, the last for all that follow.
    private mutating func replies(_ node: YAMLNode) -> Replies? {
        guard case .sequence(let elements) = node.content else { return oneReply(node) }
        let parts = elements.compactMap { oneReply($0) }
        guard parts.count == elements.count, !parts.isEmpty else {
            if elements.isEmpty { report(.unclearReply, "the list says nothing", at: node) }
            return nil
        }
        return Replies(list: parts.flatMap(\.list))
    }

    private mutating func oneReply(_ node: YAMLNode) -> Replies? {
        if case .mapping = node.content { return detailed(node).map { Replies(list: [($0, 1)]) } }
        if let text = node.scalar?.text, let replies = ScriptText.replies(text) { return replies }
        let written = node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind
        report(
            .unclearReply,
            "\(written) is no outcome of an action",
            at: node,
            remedy: "write \(ScriptText.replyForms)"
        )
        return nil
    }

    private mutating func detailed(_ node: YAMLNode) -> Reply? {
        guard let fields = SuiteForm.reply.fields(node, &findings) else { return nil }
        let words = ["answers", "output", "fails", "unreachable"].filter { fields[$0] != nil }
        if words.count > 1 {
            report(.contradiction, "an attempt cannot have both '\(words[0])' and '\(words[1])'", at: node)
        }
        let after = fields.duration("after", &findings)
        if let answer = fields["answers"] { return Reply(word: .answers(Self.value(answer)), after: after) }
        if fields["fails"] != nil {
            return Reply(word: .fails, after: after, reason: fields.text("fails", &findings) ?? "")
        }
        if fields["unreachable"] != nil {
            return Reply(word: .unreachable, after: after, reason: fields.text("unreachable", &findings) ?? "")
        }
        return Reply(word: .ok, after: after, output: fields["output"].map(Self.value))
    }

    private mutating func outage(_ node: YAMLNode) -> Outage? {
        if let text = node.scalar?.text, let outage = ScriptText.outage(text) { return outage }
        let written = node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind
        let message = "\(written) is nothing that a connection does"
        report(.unclearReply, message, at: node, remedy: "write \(ScriptText.outageForms)")
        return nil
    }

    // MARK: - People

    /// What they say wherever they are asked, or step by step.
    private mutating func people(_ node: YAMLNode, into script: inout Script) {
        guard case .mapping(let entries) = node.content else {
            if let answers = answers(node) { script.people[Script.anyStep] = answers }
            return
        }
        let asking = subject.playbook.steps.filter { $0.asksPeople || $0.call != nil }
        for entry in entries {
            if let step = asking.first(where: { $0.path == entry.key || $0.id == entry.key }) {
                self.answers(entry.value, at: step, entry, into: &script)
            } else {
                let names = subject.playbook.steps.filter(\.asksPeople).map(\.id).distinct
                reportUnknown("step that asks", entry.key, among: names, at: findings.source.span(ofKey: entry))
            }
        }
    }

    private mutating func answers(_ node: YAMLNode, at step: Step, _ entry: YAMLEntry, into script: inout Script) {
        guard step.asksPeople || step.call != nil else {
            let message = "step '\(step.id)' asks nobody and does nothing outside: it has no outcome of its own"
            findings.report(RehearsalProblem.unclearReply, message, at: findings.source.span(ofKey: entry))
            return
        }
        if let answers = answers(node) { script.people[entry.key] = answers }
    }

    /// One for each person who says something.
    private mutating func answers(_ node: YAMLNode) -> [PersonAnswer]? {
        let nodes: [YAMLNode] = if case .sequence(let elements) = node.content { elements } else { [node] }
        let answers = nodes.compactMap { node -> PersonAnswer? in
            if let text = node.scalar?.text, let answer = ScriptText.person(text) { return answer }
            let written = node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind
            let message = "\(written) is nothing that a person says"
            report(.unclearReply, message, at: node, remedy: "write \(ScriptText.personForms)")
            return nil
        }
        return answers.count == nodes.count ? answers : nil
    }
}

extension Step {
    /// Whether people may be asked here, the mode `ask` aside.
    var asksPeople: Bool {
        if case .approval = body { true } else { call?.approval != nil }
    }
}

extension Sequence where Element: Hashable {
    /// Each once, in the order of its first place.
    var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
