import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

@Suite struct WaitTests {
    private func harness(_ steps: String) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps))
        harness.event()
        return harness
    }

    @Test func `a pause lasts as long as it says, also over a restart`() {
        var harness = harness("- {id: pause, wait: 24h}\n- {id: then, action: fake.once}")
        harness.advance(by: .seconds(86_399))
        harness.restart()
        #expect(harness.word("then") == "ready")
        harness.advance(by: .seconds(1))
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a pause that ended while the engine was down is over`() {
        var harness = harness("- {id: pause, wait: 1h}\n- {id: then, action: fake.once}")
        harness.moveClock(to: Sample.start + .seconds(3_900))
        harness.restart()
        #expect(harness.word("then") == "intent")
    }

    @Test func `a wait until a time waits until it, and no longer where it is past`() {
        var harness = harness(
            """
            - {id: past, wait: {until: event.time - duration('1h')}}
            - {id: soon, wait: {until: event.time + duration('10m')}}
            - {id: then, action: fake.once}
            """
        )
        #expect([harness.word("past"), harness.word("soon")] == ["done", "waiting"])
        harness.advance(by: .seconds(600))
        #expect(harness.word("then") == "intent")
    }

    private static let event = """
        - id: calm
          wait: {event: violation, if: arrived.metric == event.metric && arrived.value < event.value, within: 1h}
          on_failure: continue
        - {id: tell, action: fake.notify, with: {text: "${{ steps.calm.ok ? steps.calm.output.value : 'silence' }}"}}
        """

    @Test func `an event that is meant ends the wait, and another does not`() {
        var harness = harness(Self.event)
        harness.event(Sample.event("e-2", value: 300_000))
        harness.event(Sample.event("e-3", of: "pump-8", value: 10))
        #expect(harness.word("calm") == "waiting")
        harness.restart()
        harness.event(Sample.event("e-4", value: 10))
        #expect(harness.performed("tell").last?.attempt.request["text"] == "10")
        #expect(harness.violations.isEmpty)
    }

    @Test func `an event that does not come fails the step`() {
        var harness = harness(Self.event)
        harness.advance(by: .seconds(3_600))
        #expect(harness.state("calm").error?.reason == "no violation of pump-7 that was meant came within 60 min")
        #expect(harness.performed("tell").last?.attempt.request["text"] == "silence")
    }

    private static let message = """
        - id: safe
          wait: {message: {connection: broker, topic: "fleet/${{ device.id }}/status"}, if: message.state == "safe", within: 30m}
        - {id: tell, action: fake.notify, with: {text: "${{ steps.safe.output.state }}"}}
        """

    @Test func `a wait for a message listens, and goes on with what came`() throws {
        var harness = harness(Self.message)
        let intent = try #require(harness.performed("safe").first)
        let confirmation = try #require(intent.confirmation)
        #expect(confirmation.topic == "fleet/pump-7/status")
        #expect(confirmation.accepts(.init(topic: "t", payload: "", json: ["state": "safe"])))
        #expect(!confirmation.accepts(.init(topic: "t", payload: "", json: ["state": "hot"])))
        harness.restart()
        #expect(harness.performed("safe").count == 2)
        harness.finish("safe", .ok(["state": "safe"]))
        #expect(harness.performed("tell").first?.attempt.request["text"] == "safe")
    }

    @Test func `an alarm that is over ends the listening, and what comes later changes nothing`() {
        var harness = CoreHarness(PlaybookFixture.text(Self.message, on: "{event: violation, cleared: stop}"))
        harness.event()
        harness.event(Sample.event("e-2", state: .cleared))
        #expect([harness.word("safe"), harness.outcome()] == ["skipped", "ended: nothing done"])
        harness.finish("safe", .ok(["state": "safe"]))
        #expect(harness.word("safe") == "skipped")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a message that does not come is a failure and no doubt`() {
        var harness = harness(Self.message)
        harness.finish("safe", .permanent)
        #expect(harness.word("safe") == "failed")
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }
}
