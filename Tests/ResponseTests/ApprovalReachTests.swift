import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// How far one approval reaches: what the same guard held of the run, where it was to act, or where it was to tell.
@Suite struct ApprovalReachTests {
    private func decision(_ step: String, _ harness: CoreHarness) -> OperatorOrder {
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run().id
        return .decide(Decision(run: run, step: step, agrees: true, reason: "seen it", by: ada, groups: []))
    }

    /// A reading found it: one branch went on, and the other stayed held for what nobody minded any more.
    @Test func `all branches that one guard held go on with one approval, and the audit log says so`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: both, parallel: [{id: act, action: fake.once}, {id: cut, action: fake.idempotent}]}",
                guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
            )
        )
        harness.event()
        #expect([harness.word("act"), harness.word("cut")] == ["held", "held"])
        harness.order(decision("cut", harness))
        #expect(harness.performed("cut").count == 1)
        harness.finish("cut", .ok)
        #expect(harness.performed("act").count == 1)
        #expect(harness.records(.guardLifted).map(\.detail) == ["approved with step 'cut'"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `to let a run tell of its hold does not let it act`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                always: "- {id: cut, action: fake.idempotent}",
                guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
            )
        )
        harness.event()
        #expect([harness.word("act"), harness.word("cut")] == ["held", "held"])
        harness.order(decision("cut", harness))
        harness.finish("cut", .ok)
        #expect(harness.word("act") == "held")
        #expect(harness.outcome() == "waiting-for-person: held")
        harness.order(decision("act", harness))
        #expect(harness.performed("act").count == 1)
        #expect(harness.violations.isEmpty)
    }
}
