import CEL
import Domain
import Playbooks

// What comes while the run is under way.
extension SuiteReader {
    mutating func later(_ node: YAMLNode?, _ given: Given) -> [Happening] {
        guard let node else { return [] }
        guard case .sequence(let nodes) = node.content else {
            findings.report(YAMLProblem.wrongType, "'later' is a list, but this is \(node.kind)", at: node)
            return []
        }
        var happenings: [Happening] = []
        for (number, node) in nodes.enumerated() {
            guard let fields = SuiteForm.later.fields(node, &findings), let after = fields.duration("after", &findings),
                let what = what(fields, node, Moment(number: number + 2, time: given.now + after), given)
            else { continue }
            happenings.append(Happening(after: after, what: what))
        }
        return happenings
    }

    private struct Moment {
        /// 2 for the event after the first one.
        let number: Int
        let time: Instant
    }

    private mutating func what(
        _ fields: YAMLFields,
        _ node: YAMLNode,
        _ moment: Moment,
        _ given: Given
    ) -> Happening.What? {
        let named = ["event", "message", "restart"].filter { fields[$0] != nil }
        guard named.count == 1 else {
            let message = named.isEmpty ? "it does not say what happens" : "it says several things"
            report(.unclearHappening, message, at: node, remedy: "give one of 'event', 'message' and 'restart: true'")
            return nil
        }
        if let event = fields["event"] { return laterEvent(event, moment, given).map { .event($0) } }
        if let message = fields["message"] { return self.message(message).map { .message($0) } }
        if fields.flag("restart", &findings) == true { return .restart }
        report(.unclearHappening, "a restart that is none", at: fields["restart"] ?? node)
        return nil
    }

    /// The same monitor about the same rule and device, unless it says otherwise.
    private mutating func laterEvent(_ node: YAMLNode, _ moment: Moment, _ given: Given) -> Event? {
        guard let fields = SuiteForm.event.fields(node, &findings) else { return nil }
        for key in ["file", "age"] where fields[key] != nil {
            report(.contradiction, "a later event has no '\(key)': it happens when it comes", at: fields[key] ?? node)
        }
        var draft = EventDraft(given.event)
        draft.id = "\(given.event.key.id)-\(moment.number)"
        draft.time = moment.time
        fill(&draft, fields)
        return draft.event
    }

    private mutating func message(_ node: YAMLNode) -> Facts.Message? {
        guard let fields = SuiteForm.message.fields(node, &findings), let topic = fields.text("topic", &findings) else {
            return nil
        }
        return Facts.Message(topic: topic, saying: fields["payload"].map(Self.value) ?? .null)
    }
}
