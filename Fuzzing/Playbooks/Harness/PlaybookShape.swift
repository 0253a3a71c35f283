import CEL
import Playbooks

/// What a playbook says, wherever in a file it says it.
struct PlaybookShape: Equatable {
    private let lines: [String]

    init(_ playbook: Playbook) {
        let trigger = playbook.trigger
        lines =
            [
                "\(playbook.name) \(playbook.summary) \(playbook.severity) \(playbook.mode) \(playbook.readsFleet)",
                "on \(trigger.event) \(Self.text(trigger.condition)) \(trigger.maxAge) \(trigger.cleared)",
                "dedupe \(trigger.dedupe.by.source) \(trigger.dedupe.window)",
                "guard \(playbook.guards.limits) \(playbook.guards.over) \(playbook.guards.freezes)",
                "storm \(String(describing: playbook.guards.storm))",
                "flapping \(String(describing: playbook.guards.flapping))",
                "gateways \(playbook.guards.gateways) last of site \(playbook.guards.lastOfSite)",
                "canary \(String(describing: playbook.guards.canary))", "main \(Self.text(playbook.main))",
                "always \(Self.text(playbook.always))", "releases \(Self.text(playbook.releases))",
            ]
            + playbook.guards.protect.map { "protect \($0.playbook) \($0.frame) \($0.condition.source)" }
            + playbook.inputs.map { "input \($0.name) \(Self.text($0.template))" } + playbook.steps.map(Self.text)
    }

    /// The first line that another has not.
    func difference(from other: Self) -> String? {
        zip(lines, other.lines).first { $0 != $1 }.map { "'\($0)' for '\($1)'" }
            ?? (lines.count == other.lines.count ? nil : "\(lines.count) lines for \(other.lines.count)")
    }

    private static func text(_ step: Step) -> String {
        "\(step.path) \(step.id) \(step.frame) if \(text(step.condition)) \(String(describing: step.timeout)) "
            + "\(step.onFailure) \(text(step.children)) \(text(step.body))"
    }

    private static func text(_ body: Step.Body) -> String {
        switch body {
        case .action(let call): "action \(text(call))"
        case .parallel: "parallel"
        case .group: "group"
        case .choose(let branches): "choose \(branches.map { text($0.condition) })"
        case .loop(let loop): "loop \(loop.list.source) \(text(loop.condition)) \(loop.atOnce)"
        case .wait(let wait): "wait \(text(wait))"
        case .approval(let policy): "approval \(policy)"
        case .call(let call): "call \(call.playbook) \(call.arguments.map { "\($0.name) \(text($0.template))" })"
        case .set(let template): "set \(text(template))"
        case .fail(let template): "fail \(text(template))"
        case .end(let template): "end \(text(template))"
        case .release(let undone, let call): "release \(undone.position) \(text(call))"
        }
    }

    private static func text(_ wait: Wait) -> String {
        switch wait {
        case .pause(let duration): "pause \(duration)"
        case .until(let program): "until \(program.source)"
        case .event(let type, let condition, let within): "event \(type) \(text(condition)) \(within)"
        case .message(let call): "message \(text(call))"
        }
    }

    private static func text(_ call: ActionCall) -> String {
        let confirmation = call.confirmation.map { "\(text($0.topic)) \(text($0.condition)) \($0.within)" } ?? "none"
        return
            "\(call.descriptor.name) \(call.connections) \(call.parameters.map { "\($0.name) \(text($0.template))" }) "
            + "\(confirmation) \(call.retry) \(call.timeout) \(call.overall) \(String(describing: call.approval)) "
            + "\(String(describing: call.expires)) \(call.descriptor.touchesDevice)"
    }

    private static func text(_ template: Template) -> String {
        template.constant?.description ?? template.programs.map(\.source).description
    }

    private static func text(_ program: Program?) -> String { program?.source ?? "none" }

    private static func text(_ steps: [Step.Index]) -> String { steps.map(\.position).description }
}
