import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

@Suite struct RestartTests {
    private func harness(_ action: String) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: \(action)}"))
        harness.event()
        return harness
    }

    @Test func `a command whose receiver cannot tell a repeat is in doubt, and never sent again`() {
        var harness = harness("fake.once")
        harness.restart()
        #expect(harness.word("act") == "in-doubt")
        harness.restart()
        harness.advance(by: .seconds(3_600))
        #expect(harness.performed("act").count == 1)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.records(.stepResumed).count == 1)
    }

    @Test(arguments: ["fake.pure", "fake.idempotent", "fake.fenced"])
    func `where the receiver can tell, the same request goes out once more under the same key`(_ action: String) {
        var harness = harness(action)
        harness.restart()
        let intents = harness.performed("act")
        #expect(intents.map(\.attempt.number) == [1, 2])
        #expect(Set(intents.map(\.attempt.key)).count == 1)
        #expect(Set(intents.map(\.attempt.request)).count == 1)
        #expect(harness.step("act").hadUnknownOutcome)
        harness.finish("act", .ok)
        #expect(harness.word("act") == "ok")
    }

    /// A reading found it: where the receiver's own answer ends the engine, it was sent again with each start, for ever.
    @Test func `what is under way whenever the engine ends is for a person in the end`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.idempotent, retry: {times: 2}}"))
        harness.event()
        for _ in 0..<20 { harness.restart() }
        #expect(harness.performed("act").count == 12)
        #expect(harness.word("act") == "exhausted")
        #expect(harness.step("act").hadUnknownOutcome)
        #expect(harness.records(.stepExhausted).map(\.outcome) == ["unknown"])
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: after the restart that sets the engine's time right, the incidents of hours to come swallowed alarms.
    @Test func `where the clock was set back, an alarm is no part of what is said to be yet to come`() {
        var harness = harness("fake.idempotent")
        harness.finish("act", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        let earlier = harness.now - .seconds(6 * 3_600)
        harness.restart(at: earlier)
        harness.event("e-2")
        #expect(harness.runs.count == 2)
        #expect(harness.performed("act").count == 2)
    }

    @Test func `where the clock was set back, a pause is over at once`() {
        var harness = harness("fake.idempotent")
        harness.finish("act", .transient(after: .seconds(40)))
        harness.restart(at: harness.now - .seconds(6 * 3_600))
        harness.take(.tick)
        #expect(harness.performed("act").count == 2)
        #expect(harness.records(.stepRetry).map(\.outcome) == ["transient", "rescheduled"])
        #expect(harness.violations.isEmpty)
    }

    /// It was said to be due at once, by a state that had the end of all time for "put off".
    @Test func `where the clock was set back, what a stop has put off stays so`() {
        var harness = harness("fake.idempotent")
        harness.order(
            .stop(
                Stop(.everything, by: Actor(name: "person:bob", proof: "bearer-token"), reason: "", since: harness.now)
            )
        )
        harness.finish("act", .transient)
        harness.advance(by: .seconds(5))
        let putOff = harness.step("act").state
        #expect(putOff.text == "retrying" && putOff.until == nil)
        harness.restart(at: harness.now - .seconds(6 * 3_600))
        harness.take(.tick)
        #expect(harness.step("act").state == putOff)
        #expect(harness.performed("act").count == 1)
    }

    @Test func `what can be read back is read back first`() {
        var harness = harness("fake.probeable")
        harness.restart()
        #expect(harness.performed("act").count == 1)
        #expect(harness.probes(of: "act").count == 1)
        harness.restart()
        #expect(harness.probes(of: "act").count == 2)
        harness.probed("act", .applied)
        #expect(harness.word("act") == "ok")
    }

    @Test func `a pause goes on where it was`() {
        var harness = harness("fake.idempotent")
        harness.finish("act", .transient(after: .seconds(40)))
        harness.advance(by: .seconds(10))
        harness.restart()
        harness.advance(by: .seconds(29))
        #expect(harness.performed("act").count == 1)
        harness.advance(by: .seconds(1))
        #expect(harness.performed("act").count == 2)
    }

    @Test func `a pause that ended while nobody ran ends at once`() {
        var harness = harness("fake.idempotent")
        harness.finish("act", .transient(after: .seconds(40)))
        harness.moveClock(to: harness.now + .seconds(100))
        harness.restart()
        harness.take(.tick)
        #expect(harness.performed("act").count == 2)
    }

    @Test func `an event whose turn was lost is the same run when it comes again`() {
        var first = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        let event = Sample.event("e-1")
        first.loseTurn(of: .event(event, device: first.lookup(event.device), from: Sample.monitor))
        #expect(first.runs.isEmpty)
        first.event(event)
        let second = harness("fake.once")
        #expect(first.run().id == second.run().id)
        #expect(first.performed("act")[0].attempt.key == second.performed("act")[0].attempt.key)
    }

    @Test func `an answer whose turn was lost was never heard`() {
        var harness = harness("fake.once")
        harness.loseTurn(of: .finished(harness.performed("act")[0].id, .ok))
        #expect(harness.word("act") == "in-doubt")
    }

    @Test func `the answer to a process that ended changes nothing in the next`() {
        var harness = harness("fake.idempotent")
        let first = harness.performed("act")[0].id
        harness.restart()
        harness.take(.finished(first, .permanent))
        #expect(harness.word("act") == "intent")
    }

    @Test func `a run goes on with the playbook that it began with`() {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.idempotent}\n- {id: then, action: fake.pure}")
        )
        harness.event()
        let pinned = harness.run().playbook.digest
        let edited = PlaybookFixture.compiled(PlaybookFixture.text("- {id: other, action: fake.once}"))
        harness.restart(playbooks: [edited])
        harness.finish("act", .ok)
        #expect(harness.performed("then").count == 1)
        #expect(harness.run().playbook.digest == pinned)
        #expect(harness.performed("other").isEmpty)
    }

    @Test func `what waits for a person waits on, without a word`() {
        var harness = harness("fake.once")
        harness.finish("act", .permanent)
        harness.restart()
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.lastTurn.changes.isEmpty)
        #expect(harness.lastTurn.records.isEmpty)
    }

    @Test func `a run that ended stays ended`() {
        var harness = harness("fake.once")
        harness.finish("act", .ok)
        harness.restart()
        #expect(harness.core.openRunsCount == 0)
        #expect(harness.lastTurn.effects.isEmpty)
    }

    @Test func `restarting twice is restarting once`() {
        var once = harness("fake.probeable")
        once.restart()
        var twice = once
        twice.restart()
        #expect(once.state("act") == twice.state("act"))
    }
}
