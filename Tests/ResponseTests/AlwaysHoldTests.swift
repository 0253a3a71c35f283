import Domain
import Playbooks
import Response
import TestKit
import Testing

/// A guard holds what would tell people of an outcome. A review: the run ended, and nobody was ever told.
@Suite struct AlwaysHoldTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")

    /// Of two devices the second has used up what the action may reach.
    private func harness(_ always: String = "- {id: tell, action: fake.notify}") -> CoreHarness {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                always: "\(always)\n- {id: note, action: fake.pure}"
            ),
            actionLimits: ["fake.notify": ActionLimit(devices: 1, window: .seconds(3_600))]
        )
        for pump in ["pump-1", "pump-2"] {
            harness.event("e-\(pump)", of: pump)
            harness.finish("act", .ok)
            if pump == "pump-1" { harness.finish("tell", .ok) }
            if always.contains("log") { harness.finish("log", .ok) }
            harness.finish("note", .ok)
        }
        return harness
    }

    private func decide(_ agrees: Bool, _ harness: inout CoreHarness) {
        let run = harness.run(of: "pump-2").id
        harness.decide(Decision(run: run, step: "tell", agrees: agrees, reason: "", by: Self.ada, groups: []))
    }

    @Test func `its run waits for a person, who has it sent; what stands beside it has told already`() {
        var harness = harness()
        #expect(harness.outcome(of: "pump-1") == "ended: acted, not verified")
        #expect(harness.word("tell", of: "pump-2") == "held")
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: held")
        harness.restart()
        decide(true, &harness)
        #expect(harness.word("tell", of: "pump-2") == "intent")
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.performed("note").count == 2, "one of each run")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a person leaves it unsaid, and the run ends with what it did`() {
        var harness = harness()
        decide(false, &harness)
        #expect(harness.word("tell", of: "pump-2") == "skipped")
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.performed("tell").count == 1 && harness.performed("note").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `also within a step that holds others`() {
        var harness = harness("- {id: both, parallel: [{id: tell, action: fake.notify}, {id: log, action: fake.pure}]}")
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: held")
        decide(true, &harness)
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    @Test func `once the run goes on for another reason, it is asked about anew`() {
        let text = PlaybookFixture.text("- {id: act, action: fake.once}", always: "- {id: tell, action: fake.notify}")
        var harness = CoreHarness(
            text,
            actionLimits: ["fake.notify": ActionLimit(devices: 1, window: .seconds(60))]
        )
        harness.event("e-1", of: "pump-1")
        harness.finish("act", .ok)
        harness.event("e-2", of: "pump-2")
        harness.finish("act", .unknown)
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: stopped")
        #expect(harness.word("tell", of: "pump-2") == "held")
        harness.advance(by: .seconds(61))
        let run = harness.run(of: "pump-2").id
        harness.decide(Decision(run: run, step: "act", agrees: true, reason: "", by: Self.ada, groups: []))
        harness.finish("act", .ok)
        #expect(harness.word("tell", of: "pump-2") == "intent")
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    /// What a called playbook tells of its own end.
    private func callingHarness() -> CoreHarness {
        let inner = PlaybookFixture.text(
            "- {id: act, action: fake.once}",
            always: "- {id: tell, action: fake.notify}",
            named: "inner"
        )
        let outer = PlaybookFixture.text("- {id: sub, call: inner}\n- {id: then, action: fake.fenced}", named: "outer")
        var harness = CoreHarness(
            [PlaybookFixture.compiled(outer, calling: ["inner": inner])],
            actionLimits: ["fake.notify": ActionLimit(devices: 1, window: .seconds(3_600))]
        )
        harness.event("e-1", of: "pump-1")
        harness.finish("sub/act", .ok)
        harness.finish("sub/tell", .ok)
        harness.event("e-2", of: "pump-2")
        harness.finish("sub/act", .ok)
        return harness
    }

    @Test(arguments: [true, false]) func `what a called playbook would tell is for a person, too`(_ agrees: Bool) {
        var harness = callingHarness()
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: held")
        #expect(harness.word("then", of: "pump-2") == "ready", "the call is not over")
        harness.restart()
        let run = harness.run(of: "pump-2").id
        harness.decide(Decision(run: run, step: "sub/tell", agrees: agrees, reason: "", by: Self.ada, groups: []))
        #expect(harness.word("sub/tell", of: "pump-2") == (agrees ? "intent" : "skipped"))
        if agrees { harness.finish("sub/tell", .ok) }
        #expect(harness.word("then", of: "pump-2") == "intent", "nothing else is ended by that")
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [true, false])
    func `what cannot be taken back meanwhile is for a person, too`(_ firstTell: Bool) throws {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced, expires: 1m}",
                always: "- {id: tell, action: fake.notify}"
            ),
            actionLimits: ["fake.notify": ActionLimit(devices: 1, window: .seconds(3_600))]
        )
        harness.event("e-1", of: "pump-1")
        harness.finish("bolt", .ok)
        harness.finish("tell", .ok)
        harness.event("e-2", of: "pump-2")
        harness.finish("bolt", .ok)
        harness.advance(by: .seconds(61))
        harness.finish("bolt/release", .permanent)
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: held")
        let run = harness.run(of: "pump-2").id
        func approve(_ step: String) throws {
            let decision = Decision(run: run, step: step, agrees: true, reason: "", by: Self.ada, groups: [])
            _ = try harness.decide(decision).get()
        }
        func tell() throws {
            try approve("tell")
            harness.finish("tell", .ok)
        }
        func release() throws {
            try approve("bolt/release")
            harness.finish("bolt/release", .ok)
        }
        if firstTell { try tell() }
        try release()
        if !firstTell { try tell() }
        #expect(harness.outcome(of: "pump-2") == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    /// A review: others of the playbook were then said to be told of already.
    @Test func `a run of which nobody could be told keeps nobody from being told of the next`() {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.fenced}", always: "- {id: tell, action: fake.notify}"),
            actionLimits: [
                "fake.notify": ActionLimit(devices: 1, window: .seconds(60)),
                "fake.fenced": ActionLimit(devices: 2, window: .seconds(3_600)),
            ]
        )
        for pump in ["pump-1", "pump-2"] {
            harness.event("e-\(pump)", of: pump)
            harness.finish("act", .ok)
        }
        #expect(harness.word("tell", of: "pump-2") == "held")
        harness.advance(by: .seconds(61))
        harness.event("e-3", of: "pump-3")
        #expect(harness.word("act", of: "pump-3") == "held" && harness.word("tell", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty)
    }
}
