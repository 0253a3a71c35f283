import Authoring
import CEL
import Domain
import Playbooks
import Rehearsal
import Response

/// What `cordon explain` says of an event, for a person.
struct ExplanationReport {
    private let explained: ExplainedEvent
    private let answers: [PlaybookAnswer]
    private let paint: Paint

    init(_ explained: ExplainedEvent, _ answers: [PlaybookAnswer], paint: Paint) {
        self.explained = explained
        self.answers = answers
        self.paint = paint
    }

    /// First those that start; then those whose condition was asked; the rest in a line each.
    var text: String {
        let starting = answers.filter(\.verdict.starts)
        let asked = answers.filter { !$0.verdict.starts && !$0.parts.isEmpty }
        let others = answers.filter { !$0.verdict.starts && $0.parts.isEmpty }
        let blocks = (starting + asked).map(block) + (others.isEmpty ? [] : [others.map(line)])
        return ([head] + blocks).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    // MARK: - The event

    private var head: [String] {
        let event = explained.event
        let when = Self.when(explained.now - event.time)
        let words = [
            event.type, event.name.isEmpty ? nil : "'\(event.name)'", event.metric.isEmpty ? nil : event.metric,
            event.value == .null ? nil : "= \(Self.shortened(event.value.description))", "of \(event.device)",
        ]
        let what = Terminal.safe(words.compactMap(\.self).joined(separator: " "))
        let state = "\(event.state.text), severity \(event.severity.text), \(when)"
        return ["\(paint(.bold, what)), \(state)", Terminal.safe(device)]
            + (explained.note.map { ["note: \(Terminal.safe($0))"] } ?? [])
    }

    private static func when(_ age: Duration) -> String {
        let days = age.milliseconds / 86_400_000
        if age < .zero { return "in \((.zero - age).spoken)" }
        return days > 2 ? "\(days) days ago" : "\(age.spoken) ago"
    }

    private var device: String {
        let device = explained.device
        guard device.isRegistered else { return "device \(device.id): not registered" }
        let parts = [
            device.site.isEmpty ? nil : "site \(device.site)", device.model.isEmpty ? nil : "model \(device.model)",
            device.groups.isEmpty ? nil : "groups \(device.groups.joined(separator: ", "))",
            device.tags.isEmpty ? nil : "tags \(device.tags.joined(separator: ", "))",
            device.isProtected ? "PROTECTED" : nil,
        ]
        let known = parts.compactMap(\.self)
        return "device \(device.id): \(known.isEmpty ? "registered" : known.joined(separator: "; "))"
    }

    // MARK: - Playbooks

    private func line(_ answer: PlaybookAnswer) -> String {
        let mark = answer.verdict.starts ? paint(.green, "●") : "○"
        let sentence = answer.verdict.sentence(answer.playbook, explained.event)
        return "\(mark) \(paint(.bold, answer.playbook.name)): \(Terminal.safe(sentence))"
    }

    private func block(_ answer: PlaybookAnswer) -> [String] {
        let source = answer.playbook.trigger.condition?.source ?? ""
        let picture = ExpressionPicture(answer.parts, of: source, paint: paint).lines.map { "    \($0)" }
        let facts = answer.preview.map { self.facts(answer, $0) } ?? []
        let gap = picture.isEmpty || facts.isEmpty ? [] : [""]
        return [line(answer)] + picture + gap + facts.map { "    \(Terminal.safe($0))" }
    }

    private func facts(_ answer: PlaybookAnswer, _ preview: Preview) -> [String] {
        let playbook = answer.playbook
        let maxAge = playbook.trigger.maxAge.spoken
        let old = preview.isTooOld ? [("too old", "older than max_age, \(maxAge): it touches no device")] : []
        let holds = preview.holds.map { ("would be held", $0.explanation) }
        let limits = playbook.guards.limits.map { ("limit", $0.sentence) }
        let storm = playbook.guards.storm.map { [("storm", $0.sentence)] } ?? []
        let flapping = playbook.guards.flapping.map { [("flapping", $0.sentence)] } ?? []
        let canary = playbook.guards.canary.map { [("canary", $0.sentence)] } ?? []
        let holding = playbook.guards.alsoHolds.map { ("holds too", $0) }
        let steps = preview.steps.map { "\($0.path) (\($0.kind))" }.joined(separator: ", ")
        let approvals = answer.approvals.map { ("asks", "\($0.path): \($0.policy.sentence)") }
        let rest = [("steps", steps.isEmpty ? "nothing" : steps), ("at most", Self.steps(playbook.steps.count))]
        return (old + holds + limits + storm + flapping + canary + holding + approvals + rest).map {
            "\(Terminal.padded($0.0, 14)) \($0.1)"
        }
    }

    private static func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(count) steps" }

    private static func shortened(_ text: String) -> String { text.count <= 60 ? text : "\(text.prefix(59))…" }
}

extension Playbook.Storm {
    /// `100 devices in 5 min, at least four times what a limit allows`.
    var sentence: String {
        "\(devices) devices in \(window.spoken)\(isStandard ? ", at least four times what a limit allows" : "")"
    }
}

extension Playbook.Flapping {
    /// `5 runs on one device in 60 min`.
    var sentence: String { "\(runs == 1 ? "1 run" : "\(runs) runs") on one device in \(window.spoken)" }
}

extension Playbook.Canary {
    /// `5 devices for 10 min, where it replaces another version`.
    var sentence: String {
        let count = devices == 1 ? "1 device" : "\(devices) devices"
        return "\(count) for \(soak.spoken)\(includesFirst ? "" : ", where it replaces another version")"
    }
}

extension Playbook.Guards {
    /// What they hold unless the playbook allows it, as people say it.
    var alsoHolds: [String] {
        (gateways == .hold ? ["a gateway of other devices"] : [])
            + (lastOfSite == .hold ? ["the last working device of a site"] : [])
    }
}

extension Playbook.DeviceLimit {
    /// `25 devices in 10 min`, `2 % of the site's devices in 60 min, at least 1`.
    var sentence: String {
        switch amount {
        case .devices(let count):
            let part = scope == .fleet ? "" : " of a \(scope.text)"
            return "\(count == 1 ? "1 device" : "\(count) devices")\(part) in \(window.spoken)"
        case .share(let millionths, let atLeast):
            let percent = DecimalShare(millionths: millionths).text
            return "\(percent) % of the \(scope.text)'s devices in \(window.spoken), at least \(atLeast)"
        }
    }
}

/// A share in hundredths, without needless digits.
private struct DecimalShare {
    let millionths: Int

    var text: String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard rest > 0 else { return "\(whole)" }
        var digits = String("\(10_000 + rest)".dropFirst())
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

extension ApprovalPolicy {
    /// `2 people of soc-leads within 30 min, otherwise skip`.
    var sentence: String {
        let count = people == 1 ? "one person" : "\(people) people"
        return "\(count)\(group.map { " of \($0)" } ?? "") within \(within.spoken), otherwise \(otherwise.rawValue)"
    }
}
