import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// What a person lets pass of a canary. A review: who let it pass that the first devices are watched had also let it pass that
/// they fared badly.
@Suite struct CanaryWaiverTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")

    private func approve(_ device: String, _ harness: inout CoreHarness) {
        let run = harness.run(of: device).id
        harness.decide(Decision(run: run, step: "act", agrees: true, reason: "", by: Self.ada, groups: []))
    }

    /// The second device was let pass the soak of the first, and its step asks now.
    private func letPass() -> CoreHarness {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once, approval: {within: 2h}}",
                guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 30m}}"
            )
        )
        harness.event("e-1", of: "pump-1")
        approve("pump-1", &harness)
        harness.event("e-2", of: "pump-2")
        approve("pump-2", &harness)
        return harness
    }

    private func explanation(_ harness: CoreHarness) -> String {
        harness.state("act", of: "pump-2").holdForPerson?.explanation ?? ""
    }

    @Test func `who lets a run pass before the soak is over has not let it pass that the first devices fared badly`() {
        var harness = letPass()
        #expect(harness.word("act", of: "pump-2") == "asking")
        harness.finish("act", .permanent)
        harness.advance(by: .seconds(1_800))
        approve("pump-2", &harness)
        #expect(explanation(harness).contains("did not all fare well"), "\(explanation(harness))")
        harness.restart()
        approve("pump-2", &harness)
        #expect(harness.word("act", of: "pump-2") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `who lets a run pass before the soak is over need not say so again`() {
        var harness = letPass()
        approve("pump-2", &harness)
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test func `what an earlier version let pass of a canary covers both`() throws {
        let run = letPass().run(of: "pump-2")
        #expect(run.isWaived(.canary, of: Hold.soak) && !run.isWaived(.canary, of: Hold.trouble))
        let former = try read(run, waived: "canary")
        #expect(former.isWaived(.canary, of: Hold.soak) && former.isWaived(.canary, of: Hold.trouble))
        let kept = try read(run, waived: "canary trouble")
        #expect(!kept.isWaived(.canary, of: Hold.soak) && kept.isWaived(.canary, of: Hold.trouble))
    }

    /// As a store gives it back that has this of its steps.
    private func read(_ run: Run, waived: String) throws -> Run {
        var steps: [Step.Index: StepRecord] = [:]
        for step in run.playbook.steps {
            guard case .map(let map) = run[step.index].stored else { preconditionFailure("a step is a map") }
            let members = map.entries.compactMap { entry -> (String, Value)? in
                guard case .string(let name) = entry.key else { return nil }
                return (name, name == "waived" ? Value.list([.string(waived)]) : entry.value)
            }
            steps[step.index] = try StepRecord(stored: .map(members))
        }
        return try Run(
            RunHeader(run),
            event: run.event,
            playbook: run.playbook,
            phase: run.phase,
            revision: run.revision,
            ended: run.ended,
            steps: steps
        )
    }
}
