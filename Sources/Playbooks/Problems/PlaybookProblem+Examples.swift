private import CEL

extension PlaybookProblem {
    /// A playbook that triggers it, checked against ``exampleContext(_:)``.
    public var example: String {
        switch self {
        case .unknownAction: Example.step("action: webhook.sned\n    with: {connection: soc, text: hello}")
        case .unknownParameter: Example.notice("text: hello, txt: hello")
        case .missingParameter: Example.notice("type: greeting")
        case .wrongParameter: Example.notice("text: [hello]")
        case .unknownConnection: Example.command("connection: brokr, topic: a, payload: x")
        case .wrongConnectionKind: Example.command("connection: soc, topic: a, payload: x")
        case .notConstant: Example.command("connection: \"${{ event.name }}\", topic: a, payload: x")
        case .badTimes: Example.notice("text: hello", more: "timeout: 30s\n    within: 10s")
        case .cannotExpire: Example.notice("text: hello", more: "expires: 1h")
        case .wrongReach:
            Example.step("action: session.disconnect\n    with: {connection: broker}\n    touches: nothing")
                + Example.limit
        case .badName: Example.playbook("- {id: Tell Them, \(Example.flow)}")
        case .duplicateStep: Example.playbook("- {id: tell, \(Example.flow)}\n  - {id: tell, \(Example.flow)}")
        case .unknownStep: Example.notice("text: hello", more: "on_failure: {go_to: nowhere}")
        case .backwardJump: Example.notice("text: hello", more: "on_failure: {go_to: tell}")
        case .unreachableStep:
            Example.playbook("- {id: tell, \(Example.flow)}\n  - {id: again, if: steps.tell.failed, \(Example.flow)}")
        case .tooManySteps:
            Example.playbook((0...1_000).map { "- {id: s\($0), action: webhook.send}" }.joined(separator: "\n  "))
        case .tooDeep:
            Example.playbook("- " + (0...6).reduce("{id: tell, \(Example.flow)}") { "{id: p\($1), parallel: [\($0)]}" })
        case .noSteps: Example.playbook("[]")
        case .unclearStep: Example.playbook("- id: tell")
        case .unknownPlaybook: Example.playbook("- {id: tell, call: tell-everybody}")
        case .endlessCall: Example.playbook("- {id: tell, call: example}")
        case .brokenCall: Example.playbook("- {id: tell, call: broken}")
        case .stricterCall:
            "playbook: example\nmode: enforce\non: {event: violation}\nsteps:\n  - {id: tell, call: drilled}\n"
        case .expression: Example.step("if: device.tgas.size() > 0\n    action: webhook.send\n    \(Example.with)")
        case .hiddenVariable: Example.triggered(by: "run.drill")
        case .laterStep: Example.step("if: steps.tell.ok\n    action: webhook.send\n    \(Example.with)")
        case .neverHolds: Example.triggered(by: "event.severity == 'hihg'")
        case .unclosedExpression: Example.notice("text: \"${{ device.id\"")
        case .bracesInCondition: Example.triggered(by: "${{ device.registered }}")
        case .expressionInKey:
            Example.command("connection: broker, topic: a, payload: {\"${{ event.name }}\": x}")
        case .uncertainOutput:
            Example.playbook("- {id: found, set: {place: hall}}") + "always:\n"
                + "  - {id: tell, action: webhook.send, with: {connection: soc, text: \"${{ steps.found.output.place }}\"}}\n"
        case .noLimit: Example.step("action: session.disconnect\n    with: {connection: broker}")
        case .finalAction:
            Example.step("action: certificate.revoke\n    with: {connection: registry}") + Example.limit
        case .steerableTopic: Example.command("connection: broker, topic: \"a/${{ event.name }}\", payload: x")
        case .topicWildcard: Example.command("connection: broker, topic: fleet/+/command, payload: x")
        case .confirmsAnything: Example.confirmed(by: "device.registered")
        case .confirmsOldAnswers: Example.confirmed(by: "message.ok == true")
        case .unclearLimit:
            Example.guarded("limit: {per: 1h}")
        case .emptyFreeze:
            Example.guarded("freeze: {from: 2027-01-02T00:00:00Z, until: 2027-01-01T00:00:00Z}")
        case .unprovable:
            Example.playbook(
                "- {id: cut, action: session.disconnect, with: {connection: broker}}\n"
                    + "  - {id: verify, action: device.verify, with: {broker: broker, registry: registry}}"
            ) + Example.limit
        case .unsaidReach:
            Example.playbook(
                "- {id: block, action: http.request, with: {connection: firewall, method: POST, path: /block}}"
            )
        case .badOverride:
            Example.playbook("- {id: tell, \(Example.flow)}").replacing("example", with: "overridden")
                + "inputs: {text: hello}\n"
        }
    }
}

extension CompilerContext {
    /// What the examples of ``PlaybookProblem`` are checked against: the connections `broker`, `registry`, `soc` and
    /// `firewall`, two playbooks to call, and an environment that knows one input.
    public static func forExamples(actions: [ActionDescriptor]) -> Self {
        var context = Self(
            actions: actions,
            connections: ["broker": .broker, "registry": .registry, "soc": .webhook, "firewall": .http]
        )
        context.library = PlaybookLibrary([
            .init(name: "broken", text: "playbook: broken\n", file: "broken.yaml"),
            .init(
                name: "drilled",
                text: Example.playbook("- {id: tell, \(Example.flow)}").replacing("example", with: "drilled"),
                file: "drilled.yaml"
            ),
            .init(name: "example", text: Example.playbook("- {id: tell, call: example}"), file: "example.yaml"),
        ])
        context.overrides = ["overridden": ["text": 3]]
        return context
    }
}

/// Playbooks that are right but for what they are an example of.
private enum Example {
    static let with = "with: {connection: soc, text: hello}"
    static let flow = "action: webhook.send, \(with)"
    static let limit = "guard: {limit: {devices: 5, per: 1h}}\n"

    static func playbook(_ steps: String) -> String {
        "playbook: example\nmode: drill\non: {event: violation}\nsteps:\n  \(steps)\n"
    }

    static func step(_ keys: String) -> String { playbook("- id: tell\n    \(keys)") }

    static func notice(_ parameters: String, more: String = "") -> String {
        step("action: webhook.send\n    with: {connection: soc, \(parameters)}\n    \(more)")
    }

    static func command(_ parameters: String) -> String {
        step("action: device.command\n    with: {\(parameters)}") + limit
    }

    static func confirmed(by condition: String) -> String {
        command("connection: broker, topic: a, payload: x, confirm: {topic: b, if: \(condition), within: 5s}")
    }

    static func guarded(_ guards: String) -> String { playbook("- {id: tell, \(flow)}") + "guard: {\(guards)}\n" }

    static func triggered(by condition: String) -> String {
        """
        playbook: example
        mode: drill
        on:
          event: violation
          if: \(condition)
        steps:
          - {id: tell, \(flow)}
        """
    }
}
