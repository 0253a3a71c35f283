import Foundation
import Testbed
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct RestraintScenarios {
    @Test func `a drill reaches nothing`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(mode: "drill")) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.isDrill && account.outcome == "drilled", "\(account)")
            #expect(account.steps.values.allSatisfy { $0.state == "rehearsed" }, "\(account)")
            try await expectNothingReached(by: stage)
        }
    }

    @Test func `a server that is told to drill tightens a playbook that would act`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            stage.installation.set("CORDON_MODE", "drill")
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.isDrill && account.outcome == "drilled", "\(account)")
            try await expectNothingReached(by: stage)
        }
    }

    @Test func `a dry run through a running engine reaches nothing`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            stage.installation.ask(engine)
            let result = try await dryRun(stage)
            #expect(result.isSuccess, "\(result.output)\(result.errors)")
            #expect(result.output.contains("fleet/pump-1/command"), "\(result.output)")
            #expect(result.output.contains("DRILLED"), "\(result.output)")
            try await expectNothingReached(by: stage)
        }
    }

    // It said DRILLED, and was a success.
    @Test func `a dry run of what would stop says where, and is no success`() async throws {
        let steps = """
              - id: line
                action: webhook.send
                with: {connection: soc, text: "${{ event.data.line }}"}
            \(Playbooks.disconnect)
            """
        try await Scenario.play(playbook: Playbooks.containment(steps: steps)) { stage in
            let engine = try await stage.startEngine()
            stage.installation.ask(engine)
            let result = try await dryRun(stage)
            #expect(result.ending == .exited(3), "\(result.output)\(result.errors)")
            #expect(result.output.contains(", stopped at line: "), "\(result.output)")
            try await expectNothingReached(by: stage)
        }
    }

    @Test func `an event older than max_age touches no device, and is told`() async throws {
        let steps = [Playbooks.deactivate, Playbooks.disconnect].joined(separator: "\n")
        try await Scenario.play(playbook: Playbooks.containment(steps: steps)) { stage in
            let engine = try await stage.startEngine()
            let event = EventSample.violation(of: "pump-1", at: .now.addingTimeInterval(-660))
            let account = try await stage.rest(of: stage.open(event, on: engine), on: engine)
            #expect(account.phase == "ended" && account.outcome == "nothing done", "\(account)")
            for step in ["deactivate", "disconnect"] {
                #expect(account.state(step) == "skipped", "\(account)")
            }
            #expect(stage.receiver.messages.count == 1)
            try await stage.expectUntouched("pump-1")
        }
    }

    @Test func `a limit of one device holds the second`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(limit: 1)) { stage in
            let engine = try await stage.startEngine()
            let first = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(first.outcome == "contained", "\(first)")
            let second = try await stage.rest(of: stage.open(.violation(of: "pump-2"), on: engine), on: engine)
            #expect(second.phase == "waiting-for-person" && second.outcome == "held", "\(second)")
            #expect(second.state("shutdown") == "held", "\(second)")
            try await stage.expectUntouched("pump-2")
        }
    }

    @Test func `the limit is remembered over a crash`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(limit: 1)) { stage in
            let first = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: first), on: first)
            try await first.kill()
            let second = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-2"), on: second), on: second)
            #expect(account.outcome == "held", "\(account)")
            try await stage.expectUntouched("pump-2")
        }
    }

    @Test func `a protected device is held, whether the registry or the playbook protects it`() async throws {
        let pump = DeviceRecord("pump-1", isProtected: true)
        let valve = DeviceRecord("valve-1", tags: ["life-safety"])
        try await Scenario.play(pump, valve, playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            for id in ["pump-1", "valve-1"] {
                let account = try await stage.rest(of: stage.open(.violation(of: id), on: engine), on: engine)
                #expect(account.phase == "waiting-for-person" && account.outcome == "held", "\(account)")
                try await stage.expectUntouched(id)
            }
        }
    }

    @Test func `the only device of a site is held, as its last one that works`() async throws {
        let pump = DeviceRecord("pump-1", site: "hall-2")
        try await Scenario.play(pump, DeviceRecord("pump-2"), playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let held = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(held.phase == "waiting-for-person" && held.outcome == "held", "\(held)")
            try await stage.expectUntouched("pump-1")
            let free = try await stage.rest(of: stage.open(.violation(of: "pump-2"), on: engine), on: engine)
            #expect(free.outcome == "contained", "nobody knows where it stands: \(free)")
        }
    }

    private func dryRun(_ stage: Stage) async throws -> Command.Result {
        let file = stage.folder.path("violation.json")
        let violation = EventSample.violationText(of: "pump-1", bytes: 412_800, id: "dry")
        try violation.write(toFile: file, atomically: true, encoding: .utf8)
        return try await stage.installation.run(
            "run",
            "contain-exfiltration",
            "--device",
            "pump-1",
            "--event",
            file,
            "--dry-run"
        )
    }

    private func expectNothingReached(by stage: Stage) async throws {
        for device in stage.devices { try await stage.expectUntouched(device.id) }
        #expect(stage.receiver.messages.isEmpty)
        #expect(try await stage.revokedCertificates().isEmpty)
        #expect(!stage.broker.log.contains { $0.contains("dynsec:") && $0.contains("disableClient") })
    }
}
