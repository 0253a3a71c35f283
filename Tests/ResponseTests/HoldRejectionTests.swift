import Domain
import Playbooks
import Response
import TestKit
import Testing

/// What a person refuses of a run in which something else is under way.
@Suite struct HoldRejectionTests {
    /// Seed 718192: the log said that the run went on as before, and a sound database would have been called altered.
    @Test func `a hold that is rejected while another step is under way lets that one end, and the audit log says so`()
    {
        var harness = CoreHarness(
            PlaybookFixture.text(
                """
                - id: both
                  parallel:
                    - {id: left, action: fake.once}
                    - {id: right, action: fake.fenced}
                - {id: then, action: fake.pure}
                """
            ),
            actionLimits: ["fake.fenced": ActionLimit(devices: 1, window: .seconds(3_600))]
        )
        harness.event("e-1", of: "pump-1")
        harness.finish("right", .ok)
        harness.event("e-2", of: "pump-2")
        #expect(harness.word("right", of: "pump-2") == "held")
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run(of: "pump-2").id
        harness.order(
            .decide(Decision(run: run, step: "right", agrees: false, reason: "seen it", by: ada, groups: []))
        )
        #expect(harness.run(of: "pump-2").phase == .clearing(lettingIn: false))
        harness.restart()
        harness.finish("left", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }
}
