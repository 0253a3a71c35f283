import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// How far one approval reaches: what the same guard held of the run, where it was to act, or where it was to tell.
@Suite struct ApprovalReachTests {
    private func decision(_ step: String, of device: String = "pump-7", _ harness: CoreHarness) -> OperatorOrder {
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run(of: device).id
        let decision = Decision(run: run, step: step, agrees: true, reason: "seen it", by: ada, groups: [])
        return .decide(harness.asRead(decision))
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

    /// Of two limits that the third device breaks both, the one for the fleet comes first.
    private func beyondTwoLimits() -> CoreHarness {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                guards: "{limit: [{devices: 1, per: 10m}, {devices: 1, of: site, per: 1d}]}"
            )
        )
        for (number, site) in [(1, "north"), (2, "south"), (3, "north")] {
            let id = Sample.device("pump-\(number)")
            harness.devices[id] = .found(Device(id: id, site: site))
            harness.event("e-\(number)", of: "pump-\(number)")
            harness.advance(by: .seconds(number == 1 ? 660 : 60))
        }
        return harness
    }

    /// A reading found it: who had let pass the first limit was never shown the second, and both were passed.
    @Test func `one limit is approved, and the run is held by the next, over a restart as well`() {
        var harness = beyondTwoLimits()
        func sentence() -> String { harness.state("act", of: "pump-3").holdForPerson?.explanation ?? "" }
        #expect([harness.word("act", of: "pump-2"), harness.word("act", of: "pump-3")] == ["in-doubt", "held"])
        #expect(sentence().contains("may touch 1 device in 10 min"), "\(sentence())")
        harness.order(decision("act", of: "pump-3", harness))
        #expect(sentence().contains("may touch 1 device of site north in 24 h"), "\(sentence())")
        harness.restart()
        harness.order(decision("act", of: "pump-3", harness))
        #expect(harness.word("act", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `many are let pass at once what each is held by, and the next limit holds them again`() throws {
        var harness = beyondTwoLimits()
        let order = OperatorOrder.decideAll(
            HoldSelection(
                playbook: nil,
                cause: .limit,
                atMost: 10,
                agrees: true,
                reason: "",
                by: Sample.operatorOnDuty,
                groups: []
            )
        )
        let first = try harness.order(order).get()
        #expect(first.count == 1)
        #expect(harness.state("act", of: "pump-3").holdForPerson?.explanation.contains("of site north") == true)
        let second = try harness.order(order).get()
        #expect(second.count == 1)
        #expect(harness.word("act", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what one limit held of both branches goes on in both, to the next limit`() {
        let steps = "- {id: both, parallel: [{id: act, action: fake.once}, {id: cut, action: fake.idempotent}]}"
        let guards = "{limit: [{devices: 1, per: 1h}, {devices: 1, per: 1d}]}"
        var harness = CoreHarness(PlaybookFixture.text(steps, guards: guards))
        harness.event("e-1", of: "pump-1")
        harness.event("e-2")
        func words() -> [String] { [harness.word("act"), harness.word("cut")] }
        #expect(words() == ["held", "held"])
        harness.order(decision("cut", harness))
        #expect(words() == ["held", "held"])
        harness.order(decision("cut", harness))
        #expect(words() == ["intent", "intent"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: who had let a run pass one freeze was not asked about the next, half a day later.
    @Test func `one freeze is approved, and not the next`() {
        // The start of these worlds is Monday, 21 September 2026, 14:13:20 UTC.
        let afternoon = "{from: 2026-09-21T14:00:00Z, until: 2026-09-21T15:00:00Z}"
        let night = "{from: 2026-09-22T02:00:00Z, until: 2026-09-22T06:00:00Z}"
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}\n- {id: pause, wait: 12h}\n- {id: then, action: fake.idempotent}",
                guards: "{limit: {devices: 25, per: 10m}, freeze: [\(afternoon), \(night)]}"
            )
        )
        harness.event()
        #expect(harness.state("act").holdForPerson?.cause == .frozen)
        harness.order(decision("act", harness))
        harness.finish("act", .ok)
        harness.restart()
        harness.advance(by: .seconds(43_200))
        #expect(harness.state("then").holdForPerson?.cause == .frozen, "\(harness.word("then"))")
        harness.order(decision("then", harness))
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
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
        let sinceStart = Intent.Protection.Kind.asked(harness.run().started)
        #expect(harness.performed("act").map(\.protection.kind) == [sinceStart], "it may have become a gateway")
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
