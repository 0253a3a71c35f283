import Foundation
import Testbed
import Testing

/// The page about an incident, in the hands of somebody who trusts neither the operator nor Cordon.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct ReportScenarios {
    /// A reading found it: the page named options that the reader does not have.
    @Test func `what the page tells an outsider to run verifies an export, and prints the entry`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            _ = try await stage.rest(of: incident, on: engine)
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            let page = try await stage.installation.run("report", incident, "--html").output
            let export = stage.folder.path("log")
            #expect(try await stage.installation.run("audit", "export", export).isSuccess)

            let command = try Self.command(of: page).replacingOccurrences(of: "FOLDER", with: "'\(export)'")
            let read = try await run(command)
            #expect(read.isSuccess && read.output.contains("sound: "), "\(command): \(read.output)\(read.errors)")
            let number = try #require(page.firstMatch(of: /behind the key, such as ([0-9]+)/)).output.1
            let printed = try await run("\(command) \(number)")
            #expect(printed.output.contains("incident.opened"), "\(number): \(printed.output)\(printed.errors)")
        }
    }

    private static func command(of page: String) throws -> String {
        let start = try #require(page.range(of: "python3 audit_reader.py"), "\(page)")
        return page[start.lowerBound...].prefix { $0 != "<" }.replacingOccurrences(of: "&#39;", with: "'")
    }

    /// As a person would, in the reader's folder.
    private func run(_ command: String) async throws -> Command.Result {
        try await Command.run(
            "/bin/sh",
            ["-c", "cd examples/audit-reader && \(command)"],
            environment: ["PYTHONDONTWRITEBYTECODE": "1"]
        )
    }
}
