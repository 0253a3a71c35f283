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

    /// A reading found it: the limit of one action was approved, and another action went past its own.
    @Test func `the limit of one action is approved, and not that of another`() {
        let limit = ActionLimit(devices: 1, window: .seconds(3_600))
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: both, parallel: [{id: act, action: fake.once}, {id: cut, action: fake.idempotent}]}"
            ),
            actionLimits: ["fake.once": limit, "fake.idempotent": limit]
        )
        harness.event("e-1", of: "pump-1")
        harness.event("e-2")
        #expect([harness.word("act"), harness.word("cut")] == ["held", "held"])
        harness.order(decision("act", harness))
        #expect([harness.word("act"), harness.word("cut")] == ["intent", "held"])
        harness.order(decision("cut", harness))
        #expect(harness.word("cut") == "intent")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: who had read of the registry's protection had let pass the playbook's as well.
    @Test func `each protection is asked about, also those of the same kind`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
            )
        )
        harness.devices[Sample.device("pump-7")] = .found(Device(id: Sample.device("pump-7"), isProtected: true))
        harness.event()
        #expect(harness.state("act").holdForPerson?.explanation.contains("in the registry") == true)
        harness.order(decision("act", harness))
        #expect(harness.state("act").holdForPerson?.explanation.contains("guard.protect") == true)
        harness.restart()
        harness.order(decision("act", harness))
        #expect(harness.performed("act").map(\.protection.kind) == [.ofNoMatter])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: a device that was protected in the registry meanwhile was not looked up any more.
    @Test func `who let pass the playbook's protection has not let pass the registry's`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
            )
        )
        harness.event()
        harness.order(decision("act", harness))
        #expect(harness.performed("act").map(\.protection.kind) == [.asked(harness.run().started)])
    }

    /// A reading found it: what was approved for a message that was still on its way counted for the steps that act.
    @Test func `what lets a message go out counts for no step that acts, also while it is under way`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                always: "- {id: cut, action: fake.idempotent}",
                guards: "{limit: {devices: 25, per: 1h}, protect: 'true'}"
            )
        )
        harness.devices[Sample.device("pump-7")] = .found(Device(id: Sample.device("pump-7"), children: 2))
        harness.event()
        harness.order(decision("cut", harness))
        #expect(harness.state("cut").holdForPerson?.cause == .gateway)
        harness.order(decision("cut", harness))
        #expect(harness.word("cut") == "intent")
        harness.order(decision("act", harness))
        #expect(harness.state("act").holdForPerson?.cause == .gateway, "nobody let it act on that")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: only the run's own `always` steps counted as telling.
    @Test func `what tells of the end of a call lets nothing act either`() {
        let inner = PlaybookFixture.text(
            "- {id: quiet, action: fake.notify}",
            always: "- {id: cut, action: fake.idempotent}",
            named: "inner"
        )
        let outer = PlaybookFixture.text(
            "- {id: both, parallel: [{id: act, action: fake.once}, {id: sub, call: inner}]}",
            named: "outer",
            guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
        )
        var harness = CoreHarness([PlaybookFixture.compiled(outer, calling: ["inner": inner])])
        harness.event()
        harness.finish("sub/quiet", .ok)
        #expect([harness.word("act"), harness.word("sub/cut")] == ["held", "held"])
        harness.order(decision("sub/cut", harness))
        #expect([harness.word("act"), harness.word("sub/cut")] == ["held", "intent"])
        #expect(harness.violations.isEmpty)
    }
}
