import CEL
import Domain
import Foundation
import JSON
import Playbooks
import Response
import Transport

/// A run through the engine that works on the folder.
struct RemoteRun {
    let settings: Settings

    func run(_ playbook: Playbook, _ event: Event, dryRun: Bool) async throws -> IncidentID {
        guard let token = ProcessInfo.processInfo.environment["CORDON_TOKEN"] else {
            throw error("an engine works on this folder, and no token was given", "set CORDON_TOKEN to the admin token")
        }
        let body: Value = [
            "playbook": .string(playbook.name), "device": .string(event.device.description),
            "dry_run": .bool(dryRun), "event": event.key.source == Event.manualSource ? .null : event.cloudEvent,
        ]
        let response = try await send(JSONText.write(body), token)
        guard response.status == 202, case .map(let answer)? = try? JSONText.parse(response.body),
            case .string(let text)? = answer["incident"], let incident = IncidentID(text)
        else {
            let said = String(decoding: response.body.prefix(2_000), as: UTF8.self)
            throw error("the engine answered \(response.status): \(Terminal.safe(said))", "mend what it says")
        }
        try await RunWatch(state: settings.state).untilRest(incident)
        return incident
    }

    private func send(_ body: [UInt8], _ token: String) async throws -> HTTPResponse {
        let (host, port) = try settings.listen()
        let scheme = settings.tls == nil ? "http" : "https"
        let name = host.contains(":") ? "[\(host)]" : host
        let client = HTTPClient()
        defer { client.shutdown() }
        do throws(HTTPFailure) {
            return try await client.send(
                HTTPRequest(
                    method: "POST",
                    url: "\(scheme)://\(name):\(port)/v1/runs",
                    headers: [
                        HTTPField("authorization", "Bearer \(token)"), HTTPField("content-type", "application/json"),
                    ],
                    body: body
                )
            )
        } catch {
            throw self.error(error.sentence, "check 'listen' in cordon.yaml, or stop the engine")
        }
    }

    private func error(_ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "run a playbook through the running engine", reason: reason, remedy: remedy)
    }
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
