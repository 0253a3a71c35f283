import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// What held a run back counts until it acts, whichever of its steps that was. A review found it: only the step that had
/// been held was asked for its age, and only where it acted itself.
@Suite struct HeldBackRunTests {
    private static let tellAndAct = """
        - {id: tell, action: fake.notify, within: 24h}
        - {id: act, action: fake.idempotent}
        """
    private static let person = Actor(name: "person:eve", proof: "bearer-token")

    private func harness(_ steps: String = tellAndAct, maxAge: String = "10m") -> CoreHarness {
        CoreHarness(PlaybookFixture.text(steps, on: "{event: violation, max_age: \(maxAge)}"))
    }

    private func stop(_ harness: inout CoreHarness) {
        harness.order(.stop(Stop(.everything, by: Self.person, reason: "", since: harness.now)))
    }

    private func resume(_ harness: inout CoreHarness) {
        harness.order(.lift(.everything, by: Self.person, reason: ""))
    }

    private func cause(_ harness: CoreHarness, _ step: String = "act") -> Hold.Cause? {
        harness.state(step).hold?.cause
    }

    @Test(arguments: [600, 601], [false, true])
    func `what a stop held at a message does not act where that took longer than max_age`(
        _ seconds: Int,
        _ withRestart: Bool
    ) {
        var harness = harness()
        stop(&harness)
        harness.event()
        harness.advance(by: .seconds(seconds))
        resume(&harness)
        #expect(harness.word("tell") == "intent", "a message has no age")
        if withRestart { harness.restart() }
        harness.finish("tell", .ok)
        #expect(cause(harness) == (seconds > 600 ? .tooOld : nil))
        #expect(harness.performed("act").count == (seconds > 600 ? 0 : 1))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a person who was told of the age lets it act`() {
        var harness = harness()
        stop(&harness)
        harness.event()
        harness.advance(by: .seconds(36_000))
        resume(&harness)
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "waiting-for-person: held")
        let run = harness.run().id
        harness.decide(Decision(run: run, step: "act", agrees: true, reason: "", by: Self.person, groups: []))
        #expect(harness.word("act") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a mode that acts on nothing holds a run back, too`() {
        var harness = harness("- {id: pause, wait: 1m}\n\(Self.tellAndAct)")
        harness.event()
        harness.restart(mode: .drill)
        harness.advance(by: .seconds(3_600))
        harness.restart(mode: .enforce)
        harness.finish("tell", .ok)
        #expect(cause(harness) == .tooOld)
    }

    /// A review found it: the engine was away, and a restart was sent eight hours after its alarm.
    @Test(arguments: [(360, nil), (362, .tooOld)] as [(Int, Hold.Cause?)])
    func `a pause that ended while the engine was away was longer than the playbook's`(
        _ seconds: Int,
        _ held: Hold.Cause?
    ) {
        var harness = harness("- {id: patience, wait: 1m}\n- {id: act, action: fake.idempotent}", maxAge: "5m")
        harness.event()
        harness.moveClock(to: harness.now + .seconds(seconds))
        harness.restart()
        #expect(harness.word("patience") == "done")
        #expect(cause(harness) == held)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a message that was to be tried again while the engine was away held its run back`() {
        var harness = harness()
        harness.event()
        harness.finish("tell", .transient(after: .seconds(40)))
        harness.moveClock(to: harness.now + .seconds(8 * 3_600))
        harness.restart()
        harness.advance(by: .zero)
        #expect(harness.performed("tell").count == 2)
        harness.finish("tell", .ok)
        #expect(cause(harness) == .tooOld)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a message that was under way when the engine ended held its run back`() {
        var harness = harness()
        harness.event()
        harness.moveClock(to: harness.now + .seconds(8 * 3_600))
        harness.restart()
        harness.finish("tell", .ok)
        #expect(cause(harness) == .tooOld)
    }

    @Test func `a next try that a stop put off held its run back`() {
        var harness = harness()
        harness.event()
        harness.finish("tell", .transient)
        stop(&harness)
        harness.advance(by: .seconds(3_600))
        #expect(harness.word("tell") == "retrying")
        harness.restart()
        resume(&harness)
        harness.finish("tell", .ok)
        #expect(cause(harness) == .tooOld)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `one hold after the other counts, each moment once`() {
        let both = "- {id: both, parallel: [{id: a, action: fake.notify}, {id: b, action: fake.notify}]}"
        var harness = harness("\(both)\n- {id: more, action: fake.notify}\n- {id: act, action: fake.idempotent}")
        stop(&harness)
        harness.event()
        harness.advance(by: .seconds(400))
        resume(&harness)
        harness.finish("a", .ok)
        var once = harness
        once.finish("b", .ok)
        once.finish("more", .ok)
        #expect(once.word("act") == "intent", "both were held back for the same 400 seconds")
        stop(&harness)
        harness.finish("b", .ok)
        harness.advance(by: .seconds(201))
        resume(&harness)
        harness.finish("more", .ok)
        #expect(cause(harness) == .tooOld)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review found it: to let a message go out counted as having looked at what it comes from.
    @Test func `who lets a message pass has not said that the run is to act`() {
        let help = PlaybookFixture.text(
            "- {id: look, action: fake.pure}",
            always: "- {id: tell, action: fake.notify}",
            named: "help",
            on: "{event: manual}"
        )
        let text = PlaybookFixture.text("- {id: ask, call: help}\n- {id: act, action: fake.idempotent}")
        var harness = CoreHarness(
            [PlaybookFixture.compiled(text, calling: ["help": help])],
            actionLimits: ["fake.notify": ActionLimit(devices: 1, window: .seconds(86_400))]
        )
        harness.event("e-1", of: "pump-1")
        for step in ["ask/look", "ask/tell", "act"] { harness.finish(step, .ok) }
        harness.event("e-2", of: "pump-2")
        harness.finish("ask/look", .ok)
        #expect(harness.state("ask/tell", of: "pump-2").hold?.cause == .actionLimit)
        harness.advance(by: .seconds(3_600))
        let run = harness.run(of: "pump-2").id
        harness.decide(Decision(run: run, step: "ask/tell", agrees: true, reason: "", by: Self.person, groups: []))
        harness.finish("ask/tell", .ok)
        #expect(harness.state("act", of: "pump-2").hold?.cause == .tooOld)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what was counted is stored with the step, and rows of earlier versions have none`() throws {
        var harness = harness()
        stop(&harness)
        harness.event()
        harness.advance(by: .seconds(300))
        resume(&harness)
        let record = harness.step("tell")
        #expect(record.heldBack != nil)
        #expect(try StepRecord(stored: record.stored) == record)
        #expect(try StepRecord(stored: ["state": "ready", "held_since": 5]).heldBack == nil)
    }
}
