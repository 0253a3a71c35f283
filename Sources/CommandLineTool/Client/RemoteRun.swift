import CEL
import Domain
import Foundation
import Playbooks
import Response

/// A run through the engine that works on the folder.
struct RemoteRun {
    let settings: Settings

    func run(_ playbook: Playbook, _ event: Event, dryRun: Bool) async throws -> IncidentID {
        let body: Value = [
            "playbook": .string(playbook.name), "digest": .string("\(playbook.digest)"),
            "device": .string(event.device.description),
            "dry_run": .bool(dryRun), "event": event.key.source == Event.manualSource ? .null : event.cloudEvent,
        ]
        let answer = try await EngineClient(settings: settings, attempted: Self.attempted).post("/v1/runs", body)
        guard case .string(let text)? = answer["incident"], let incident = IncidentID(text) else {
            throw OperatorError(
                attempted: Self.attempted,
                reason: "the engine's answer names no incident",
                remedy: "use the version of 'cordon' that the engine is"
            )
        }
        try await RunWatch(settings: settings).untilRest(incident)
        return incident
    }

    private static let attempted = "run a playbook through the running engine"
}

extension Event {
    /// The report as a CloudEvent, which is what the API takes: its own data, and beside them what was made of it.
    fileprivate var cloudEvent: Value {
        var fields: [(String, Value)] = []
        if case .map(let own) = data {
            fields = own.entries.compactMap { entry in
                if case .string(let name) = entry.key { (name, entry.value) } else { nil }
            }
        }
        fields += [
            ("device", .string(device.description)), ("severity", .string(severity.text)),
            ("state", .string(state.text)), ("name", .string(name)), ("metric", .string(metric)), ("value", value),
        ]
        return [
            "specversion": "1.0", "id": .string(key.id), "source": .string(key.source), "type": .string(type),
            "time": .string(time.rfc3339), "subject": .string(device.description), "data": .map(fields),
        ]
    }
}
