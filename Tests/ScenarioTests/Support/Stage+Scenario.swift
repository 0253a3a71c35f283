import Foundation
import JSON
import Testbed
import Testing

extension Stage {
    /// The incident as the command line tells it, with an engine or without one.
    func account(of incident: String) async throws -> IncidentAccount {
        let result = try await installation.run("incidents", "show", incident, "--json")
        guard result.isSuccess else { throw TestbedFailure("show \(incident): \(result.errors)") }
        return try IncidentAccount(result.output)
    }

    /// Posts an event that must be accepted.
    /// - Returns: the one incident that answers it.
    func open(_ event: EventSample, on engine: CordonProcess) async throws -> String {
        let answer = try await engine.post(event)
        #expect(answer.status == 202, "\(answer.text)")
        return try #require(answer.incidents.first, "\(answer.text)")
    }

    /// Returns when the run has ended, has something in force, or waits for a person.
    func rest(
        of incident: String,
        on engine: CordonProcess,
        in phases: Set<String> = ["ended", "in-force", "waiting-for-person"],
        within limit: Duration = .seconds(20)
    ) async throws -> IncidentAccount {
        do {
            try await eventually("incident \(incident) comes to rest", within: limit) {
                let phase = try await engine.incident(incident).json?["phase"].string ?? ""
                return phases.contains(phase)
            }
        } catch {
            throw TestbedFailure("\(error)\n\(try await account(of: incident))\n\(engine.log)")
        }
        return try await account(of: incident)
    }

    /// Returns when the step at this place of the playbook is between T1 and T2.
    func intent(at position: Int, of incident: String) async throws {
        try await eventually("step \(position) of \(incident) is under way") {
            try await database.steps(of: incident)[position] == "intent"
        }
    }

    /// The serial numbers on the CRL that the broker reads, by `openssl`.
    func revokedCertificates() async throws -> [String] {
        let arguments = ["crl", "-in", folder.revocationList, "-noout", "-text"]
        let result = try await Command.run("/usr/bin/openssl", arguments)
        guard result.isSuccess else { throw TestbedFailure("read the CRL: \(result.errors)") }
        return result.output.split(separator: "\n").filter { $0.contains("Serial Number:") }.map(String.init)
    }

    /// Whether the device is cut off as the plant sees it, not as the engine says.
    func expectContained(_ id: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await handshake(as: id)
        #expect(outcome == .refused(alert: "certificate revoked"), sourceLocation: sourceLocation)
        try await eventually("the broker has no session of \(id)") { !broker.hasSession(of: id) }
        #expect(!device(id).isConnected, sourceLocation: sourceLocation)
    }

    /// Whether nobody has done anything to the device.
    func expectUntouched(_ id: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let device = device(id)
        #expect(device.commands.isEmpty, sourceLocation: sourceLocation)
        #expect(device.disconnections.isEmpty, sourceLocation: sourceLocation)
        let outcome = try await handshake(as: id)
        #expect(outcome == .accepted, sourceLocation: sourceLocation)
        let before = device.telemetryCount
        try await eventually("\(id) goes on publishing") { device.telemetryCount > before }
    }
}
