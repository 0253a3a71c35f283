import CEL
import Foundation
import JSON
import Testbed
import Testing

/// What an author does at the desk: tests a playbook, and asks what an event would start. Nothing runs beside it.
@Suite struct DeskScenarios {
    private static let playbook = """
        playbook: tell
        mode: enforce
        on: {event: violation, if: event.value > 3}
        guard: {limit: {devices: 2, per: 1h}}
        steps:
          - {id: cut, action: session.disconnect, with: {connection: broker}}
          - {id: tell, action: webhook.send, with: {connection: soc, text: "${{ device.id }} is off"}}
        """

    /// A folder with a playbook, and tests of it.
    private static func folder(_ tests: String?) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try Data(playbook.utf8).write(to: URL(filePath: folder.path("tell.yaml")))
        if let tests { try Data(tests.utf8).write(to: URL(filePath: folder.path("tell.test.yaml"))) }
        return folder
    }

    private static func cordon(_ arguments: String...) async throws -> Command.Result {
        try await Command.run(try CordonBinary.path(), arguments)
    }

    private static let good = """
        tests:
          - name: a device is cut off & <told>
            given: {event: {value: 5}, device: {id: pump-7}}
            expect: {steps: [cut, tell], effects: [{step: cut}, {step: tell, text: pump-7 is off}]}
          - {name: quiet, given: {event: {value: 1}}, expect: {starts: false}}
          - {name: late, given: {event: {value: 5, age: 1d}}, expect: {steps: [cut: skipped, tell]}}
          - {name: third, given: {event: {value: 5}, touched: {devices: 2, within: 1m}}, expect: {held: 2 devices}}

        """

    @Test func `tests that pass are said to, and all of the playbook was shown`() async throws {
        let folder = try Self.folder(Self.good)
        let result = try await Self.cordon(
            "test",
            folder.path,
            "--coverage-min",
            "100",
            "--junit",
            folder.path("j.xml")
        )
        #expect(result.ending == .exited(0), "\(result.output)\(result.errors)")
        #expect(result.output.contains("shown: steps 2 of 2, branches 0 of 0, guards 4 of 4"))
        #expect(result.output.hasSuffix("1 playbook, 4 tests, all passed\n"))
        let junit = try String(contentsOfFile: folder.path("j.xml"), encoding: .utf8)
        #expect(junit.contains(#"name="a device is cut off &amp; &lt;told&gt;""#))
        #expect(junit.contains(#"tests="4" failures="0" errors="0""#))
    }

    @Test func `a test that fails shows the difference, and says where it stands`() async throws {
        let wrong =
            "  - {name: wrong, given: {event: {value: 5}}, outcomes: {cut: {fails: \"a\\u0001b\"}}, expect: {steps: [cut, tell]}}\n"
        let folder = try Self.folder(Self.good + wrong)
        let result = try await Self.cordon(
            "test",
            folder.path("tell.yaml"),
            "--verbose",
            "--junit",
            folder.path("j.xml")
        )
        #expect(result.ending == .exited(1))
        #expect(result.output.contains("tell.test.yaml:8   (- expected, + actual)"))
        #expect(result.output.contains("- cut\n        + cut: failed   (a\\u{1}b)\n        - tell"))
        #expect(result.output.contains("step.failed"))
        #expect(!result.output.unicodeScalars.contains("\u{1}"))
        let junit = try String(contentsOfFile: folder.path("j.xml"), encoding: .utf8)
        #expect(junit.contains("<failure message=\"not as expected: steps\">"))
        #expect(!junit.unicodeScalars.contains("\u{1}"))
    }

    @Test func `what is not shown, not tested or not read has its exit code`() async throws {
        let few = try Self.folder("tests: [{name: a, given: {event: {value: 5}}, expect: {starts: true}}]")
        let below = try await Self.cordon("test", few.path, "--coverage-min", "100")
        #expect(below.ending == .exited(1))
        #expect(below.output.contains("tell.yaml:3: an event for which 'on.if' is false"))
        let none = try Self.folder(nil)
        let without = try await Self.cordon("test", none.path)
        #expect(without.ending == .exited(0) && without.output.contains("without tests:"))
        let wrong = try Self.folder("tests: [{name: a, expct: {}}]")
        let broken = try await Self.cordon("test", wrong.path)
        #expect(broken.ending == .exited(2) && broken.output.contains("did you mean 'expect'?"))
    }

    @Test func `the report is there for programs, and is the same each time`() async throws {
        let folder = try Self.folder(Self.good)
        let first = try await Self.cordon("test", folder.path, "--format", "json")
        #expect(first == (try await Self.cordon("test", folder.path, "--format", "json")))
        let report = try JSONText.parse(first.output.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect(report["tests"] == .int(4) && report["failed"] == .int(0))
    }

    @Test func `an event is explained, with the values below the condition`() async throws {
        let folder = try Self.folder(nil)
        let event =
            #"{"specversion": "1.0", "id": "e-1", "source": "/m", "type": "violation", "time": "2026-04-01T09:30:00Z", "#
            + #""data": {"device": "pump-7", "value": 5}}"#
        try Data(event.utf8).write(to: URL(filePath: folder.path("event.json")))
        try Data("{site: paint, protected: true}".utf8).write(to: URL(filePath: folder.path("device.yml")))
        let arguments = ["--playbooks", folder.path("tell.yaml"), "--at", "2026-04-01T09:31:00Z"]
        let cordon = try CordonBinary.path()
        let result = try await Command.run(cordon, ["explain", folder.path("event.json")] + arguments)
        #expect(result.ending == .exited(0), "\(result.output)\(result.errors)")
        #expect(result.output.contains("device pump-7: not registered"))
        #expect(result.output.contains("    event.value > 3\n    |           |\n    5           true\n"))
        #expect(result.output.contains("steps          cut (session.disconnect), tell (webhook.send)"))
        let device = ["--device", folder.path("device.yml"), "--format", "json"]
        let json = try await Command.run(cordon, ["explain", folder.path("event.json")] + arguments + device)
        #expect(json.output.contains(#""cause":"protected""#))
        try Data(event.replacing("\"value\": 5", with: "\"value\": 2").utf8).write(
            to: URL(filePath: folder.path("event.json"))
        )
        let quiet = try await Command.run(cordon, ["explain", folder.path("event.json")] + arguments)
        #expect(quiet.ending == .exited(1) && quiet.output.contains("its 'on.if' is false"))
    }
}

extension Value {
    fileprivate subscript(name: String) -> Value? {
        if case .map(let map) = self { map[name] } else { Optional.none }
    }
}
