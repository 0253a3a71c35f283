import Actions
import CEL
import Domain
import Playbooks
import Response

/// Compiles steps of the built-in actions, and has the core render them, as a dry run does.
enum Rehearsal {
    static let now = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
    static let connections: [String: ConnectionKind] = [
        "broker": .broker, "registry": .registry, "soc": .webhook, "firewall": .http,
    ]

    static let compiler = PlaybookCompiler(
        CompilerContext(actions: BuiltInActions.descriptors, connections: connections)
    )

    static func text(_ steps: String, inputs: String = "{}") -> String {
        let indented = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        return """
            playbook: example
            mode: enforce
            on: {event: manual}
            guard: {limit: {devices: 1, per: 1h}}
            inputs: \(inputs)
            steps:
            \(indented.joined(separator: "\n"))
            """
    }

    /// What the first step would send.
    static func request(
        _ steps: String,
        inputs: String = "{}",
        event: Event = event(),
        device: Device = device()
    ) throws -> RenderedRequest {
        guard let intent = try intent(steps, inputs: inputs, event: event, device: device) else {
            throw Nothing(error: nil)
        }
        return intent.attempt.request
    }

    static func intent(
        _ steps: String,
        inputs: String = "{}",
        event: Event = event(),
        device: Device = device(),
        dryRun: Bool = false
    ) throws -> Intent? {
        let playbook = try compiler.compile(text: text(steps, inputs: inputs), file: "test.yaml")
        let rules = Rules(
            actions: BuiltInActions.kinds,
            installationKey: [UInt8](repeating: 7, count: 32),
            mode: .enforce
        )
        var core = ResponseCore(rules: rules, playbooks: [])
        var turn = Turn()
        let start = ManualStart(
            playbook: playbook,
            event: event,
            by: Actor(name: "person:ada", proof: "local-user"),
            dryRun: dryRun
        )
        core.handle(.start(start, device: .found(device)), at: now, in: &turn)
        for case .advanced(let run, _) in turn.changes {
            if let error = run.steps[0].state.error { throw Nothing(error: error) }
        }
        return turn.effects.first?.intent
    }

    static func event(name: String = "too loud", data: Value = .null) -> Event {
        Event(
            key: Event.Key(source: "defender", id: "v-1"),
            type: "violation",
            time: now,
            device: device().id,
            severity: .high,
            name: name,
            metric: "aws:message-byte-size",
            value: 200_000,
            data: data
        )
    }

    static func device(site: String = "plant-1") -> Device {
        guard let id = DeviceID("pump-7") else { preconditionFailure("a good name") }
        return Device(id: id, site: site, model: "p2", tags: ["outdoor"])
    }

    /// There was no request.
    struct Nothing: Error {
        let error: OperatorError?
    }
}

extension RenderedRequest {
    /// As a dry run prints it: every word of it, ids shortened to their kind.
    var printed: String {
        let head = "\(action) via \(connection ?? "nothing") for \(device)"
        let text = ([head] + fields.map { "\($0.name): \($0.text)" }).joined(separator: "\n")
        return text.replacing(/\b(key|run|inc)_[a-z0-9]{20}/) { "\($0.1)_…" }
    }
}
