import CEL
import Domain
import Playbooks

extension GraphModel {
    init(_ playbook: Playbook) {
        name = playbook.name
        summary = playbook.summary
        trigger = Self.trigger(of: playbook)
        guards = Self.guards(of: playbook)
        let reader = NodeReader(playbook: playbook)
        main = playbook.main.map { reader.node($0) }
        always = playbook.always.map { reader.node($0) }
        stepsMax = playbook.steps.count
    }

    private static func trigger(of playbook: Playbook) -> [String] {
        let trigger = playbook.trigger
        guard !trigger.isManual else { return ["people start it", "mode \(playbook.mode.text)"] }
        var lines = ["on \(trigger.event)"]
        if let condition = trigger.condition { lines.append("if \(condition.source)") }
        lines.append("not older than \(DurationText.text(trigger.maxAge))")
        if trigger.cleared != .ignore { lines.append("when the alarm ends: \(trigger.cleared.text)") }
        return lines + ["severity \(playbook.severity.text), mode \(playbook.mode.text)"]
    }

    private static func guards(of playbook: Playbook) -> [String] {
        let guards = playbook.guards
        var lines = guards.protect.map { "protected: \($0.condition.source)" }
        lines += guards.limits.map { "at most \($0.words)" }
        if let storm = guards.storm, !storm.isStandard {
            lines.append("storm: \(storm.devices) devices in \(DurationText.text(storm.window))")
        }
        if let flapping = guards.flapping, !flapping.isStandard {
            lines.append("flapping: \(flapping.runs) runs on a device in \(DurationText.text(flapping.window))")
        }
        if let canary = guards.canary, canary.includesFirst {
            lines.append("canary: \(canary.devices) devices for \(DurationText.text(canary.soak))")
        }
        if guards.gateways == .allow { lines.append("gateways: allowed") }
        if guards.lastOfSite == .allow { lines.append("last of site: allowed") }
        if !guards.freezes.isEmpty { lines.append("freezes: \(guards.freezes.count)") }
        if !guards.limits.isEmpty { lines.append("beyond a limit: \(guards.over.rawValue)") }
        return lines
    }
}

/// Reads steps with what stands in them. Of a loop it reads one round.
private struct NodeReader {
    let playbook: Playbook

    func node(_ index: Step.Index) -> GraphNode {
        let step = playbook[index]
        return GraphNode(
            path: step.path,
            kind: step.kindWord,
            notes: notes(of: step),
            badges: badges(of: step),
            lanes: lanes(of: step),
            onFailure: onFailure(of: step),
            jump: jump(of: step).map { playbook[$0].path }
        )
    }

    private func lanes(of step: Step) -> [GraphNode.Lane] {
        switch step.body {
        case .parallel(let branches): branches.map { lane("", [$0]) }
        case .group(let steps): [lane("", steps)]
        case .choose(let branches):
            branches.map { lane($0.condition.map { "if \($0.source)" } ?? "otherwise", $0.steps) }
        case .loop(let loop): loop.rounds.prefix(1).map { lane("each item", playbook[$0].children) }
        case .call(let call): [lane("", call.main)] + (call.always.isEmpty ? [] : [lane("always", call.always)])
        case .action, .wait, .approval, .set, .fail, .end, .release: []
        }
    }

    private func lane(_ label: String, _ steps: [Step.Index]) -> GraphNode.Lane {
        GraphNode.Lane(label: label, nodes: steps.map { node($0) })
    }

    private func notes(of step: Step) -> [String] {
        let condition = step.condition.map { ["if \($0.source)"] } ?? []
        let timeout = step.timeout.map { ["within \(DurationText.text($0))"] } ?? []
        return condition + own(step) + timeout
    }

    private func own(_ step: Step) -> [String] {
        switch step.body {
        case .action(let call):
            call.confirmation.map { ["answered within \(DurationText.text($0.within))"] } ?? []
        case .wait(.pause(let duration)): [DurationText.text(duration)]
        case .wait(.until(let program)): ["until \(program.source)"]
        case .wait(.event(let type, let condition, let within)):
            ["for \(type), \(DurationText.text(within))"] + (condition.map { ["if \($0.source)"] } ?? [])
        case .wait(.message(let call)):
            call.confirmation.map { ["for a message, \(DurationText.text($0.within))"] } ?? []
        case .loop(let loop): ["in \(loop.list.source)", "at most \(loop.rounds.count), \(loop.atOnce) at once"]
        case .approval(let policy): [policy.words]
        case .parallel, .group, .choose, .call, .set, .fail, .end, .release: []
        }
    }

    private func badges(of step: Step) -> [GraphNode.Badge] {
        guard case .action(let call) = step.body else { return [] }
        var badges: [GraphNode.Badge] = []
        if let approval = call.approval { badges.append(.init(tone: .asks, text: "asks \(approval.words)")) }
        switch call.descriptor.reversal {
        case .final: badges.append(.init(tone: .final, text: "final: nothing undoes it"))
        case .inverse(let inverse):
            let expiry = call.expires.map { "undone after \(DurationText.text($0))" }
            badges.append(.init(tone: .reversible, text: expiry ?? "reversible by \(inverse)"))
        case .notNeeded where call.descriptor.touchesDevice:
            badges.append(.init(tone: .touches, text: "touches the device"))
        case .notNeeded: break
        }
        if call.descriptor.provesContainment { badges.append(.init(tone: .proves, text: "proves containment")) }
        return badges
    }

    private func onFailure(of step: Step) -> String {
        switch step.onFailure {
        case .stop: ""
        case .continue: "failure: continue"
        case .goTo(let target): "failure: go to \(playbook[target].id)"
        }
    }

    private func jump(of step: Step) -> Step.Index? {
        if case .goTo(let target) = step.onFailure { target } else { nil }
    }
}

extension ApprovalPolicy {
    fileprivate var words: String {
        let count = people == 1 ? "1 person" : "\(people) people"
        return "\(count)\(group.map { " of \($0)" } ?? ""), \(DurationText.text(within))"
    }
}

extension Playbook.DeviceLimit {
    fileprivate var words: String {
        let amount: String =
            switch self.amount {
            case .devices(let count): count == 1 ? "1 device" : "\(count) devices"
            case .share(let millionths, _):
                millionths % 10_000 == 0 ? "\(millionths / 10_000)%" : "\(Double(millionths) / 10_000)%"
            }
        let part = scope == .fleet ? "" : " of each \(scope.text)"
        return "\(amount)\(part) in \(DurationText.text(window))"
    }
}
