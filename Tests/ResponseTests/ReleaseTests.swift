import CEL
import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// What is taken back: when its time is over, or the alarm.
@Suite struct ReleaseTests {
    private static let expiring = """
        - {id: bar, action: fake.fenced, expires: 24h}
        - {id: look, action: fake.verify}
        """

    private func harness(_ steps: String = expiring, cleared: String = "ignore") -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps, on: "{event: violation, cleared: \(cleared)}"))
        harness.event()
        return harness
    }

    private func clear(_ harness: inout CoreHarness, _ state: Event.State = .cleared) {
        harness.event(Sample.event("e-9", state: state, at: harness.now))
    }

    @Test func `what expires stays in force, and is taken back at its time`() {
        var harness = harness()
        harness.finish("bar", .ok)
        harness.finish("look", .ok)
        #expect(harness.outcome() == "in-force: contained")
        harness.restart()
        harness.advance(by: .seconds(86_399))
        #expect(harness.performed("bar/release").isEmpty)
        harness.advance(by: .seconds(1))
        #expect(harness.performed("bar/release").map(\.attempt.request.action) == ["fake.restore"])
        harness.finish("bar/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    @Test func `the end of the alarm takes back what contains, and leaves in what was let in for a time`() {
        var harness = harness(
            "- {id: bar, action: fake.fenced}\n- {id: back, action: fake.restore, expires: 1h}",
            cleared: "release"
        )
        harness.finish("bar", .ok)
        harness.finish("back", .ok)
        clear(&harness)
        #expect([harness.word("bar/release"), harness.word("back/release")] == ["intent", "waiting"])
        harness.finish("bar/release", .ok)
        harness.advance(by: .seconds(3_600))
        #expect(harness.word("back/release") == "skipped", "nothing keeps it off any more")
        #expect(harness.violations.isEmpty)
    }

    @Test func `an expiry that fell into a time when the engine was down runs at its start`() {
        var harness = harness()
        harness.finish("bar", .ok)
        harness.finish("look", .ok)
        harness.moveClock(to: Sample.start + .seconds(200_000))
        harness.restart()
        #expect(harness.performed("bar/release").count == 1)
    }

    @Test func `what certainly had no effect is not taken back, and what is in doubt is`() {
        var none = harness()
        none.finish("bar", .permanent)
        #expect(none.word("bar/release") == "ready")
        var doubtful = harness("- {id: bar, action: fake.fenced, expires: 1h, retry: {times: 1}}")
        doubtful.finish("bar", .unknown)
        #expect(doubtful.word("bar/release") == "waiting")
    }

    @Test func `a release that fails is a matter for a person`() {
        var harness = harness()
        harness.finish("bar", .ok)
        harness.finish("look", .ok)
        harness.advance(by: .seconds(86_400))
        harness.finish("bar/release", .permanent)
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    /// Seed 3712: the log had the run waiting for a person, and an engine that started then would have doubted the database.
    @Test func `a release that failed is sent anew when a person says so, and the audit log says what is in force`() {
        var harness = harness("- {id: bar, action: fake.fenced, expires: 24h}")
        harness.finish("bar", .ok)
        harness.advance(by: .seconds(86_400))
        harness.finish("bar/release", .permanent)
        let run = harness.run().id
        let person = Sample.operatorOnDuty
        harness.decide(Decision(run: run, step: "bar/release", agrees: true, reason: "", by: person, groups: []))
        #expect(harness.word("bar/release") == "intent" && harness.outcome() == "in-force: acted, not verified")
        #expect(harness.lastTurn.records.contains { $0.action == .runInForce })
        harness.finish("bar/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `an alarm that is over stops what has not begun, and always still runs`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: pause, wait: 1h}\n- {id: act, action: fake.once}",
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                on: "{event: violation, cleared: stop}"
            )
        )
        harness.event()
        clear(&harness)
        #expect([harness.word("pause"), harness.word("act")] == ["skipped", "skipped"])
        #expect(harness.performed("tell").first?.attempt.request["text"] == "nothing done")
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "ended: nothing done")
        #expect(harness.violations.isEmpty)
    }

    @Test func `what is under way when the alarm ends is awaited`() {
        var harness = harness("- {id: act, action: fake.once}\n- {id: then, action: fake.once}", cleared: "stop")
        clear(&harness, .invalidated)
        #expect(harness.outcome() == "clearing")
        harness.restart()
        harness.finish("act", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.word("then") == "skipped")
    }

    @Test func `release takes back at once what can be taken back, the last first`() {
        let steps = "- {id: bar, action: fake.fenced}\n- {id: gate, action: fake.fenced}\n- {id: pause, wait: 1h}"
        var harness = harness(steps, cleared: "release")
        harness.finish("bar", .ok)
        harness.finish("gate", .ok)
        clear(&harness)
        harness.finish("gate/release", .ok)
        harness.finish("bar/release", .ok)
        let order = harness.effects.map { harness.id(of: $0.intent) }
        #expect(order == ["bar", "gate", "gate/release", "bar/release"])
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a run that is done is released too when its alarm ends`() {
        var harness = harness("- {id: bar, action: fake.fenced}", cleared: "release")
        harness.finish("bar", .ok)
        #expect(harness.outcome() == "in-force: acted, not verified")
        harness.advance(by: .seconds(500_000))
        clear(&harness)
        harness.finish("bar/release", .ok)
        #expect(harness.outcome() == "ended: released")
    }

    @Test func `the end of another alarm changes nothing`() {
        var harness = harness("- {id: pause, wait: 1h}", cleared: "stop")
        var other = Sample.event("e-9", state: .cleared)
        other = Event(
            key: other.key,
            type: other.type,
            time: other.time,
            device: other.device,
            severity: other.severity,
            state: .cleared,
            name: "too quiet",
            metric: other.metric,
            value: 0,
            data: .null
        )
        harness.event(other)
        #expect(harness.outcome() == "running")
    }

    @Test func `a drill has nothing to take back`() {
        var harness = CoreHarness(PlaybookFixture.text(Self.expiring, mode: "drill"))
        harness.event()
        harness.finish("bar", .success(.rehearsed))
        harness.finish("look", .success(.rehearsed))
        #expect(harness.outcome() == "ended: drilled")
    }

    /// A review: what was under way when the alarm ended stayed in force until an end that had come already.
    @Test(arguments: [true, false]) func `what is under way when the alarm ends is taken back once it is done`(
        _ restarts: Bool
    ) {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced}\n- {id: then, action: fake.once}",
                on: "{event: violation, cleared: release}"
            )
        )
        harness.event()
        harness.event(Sample.event("e-1-over", of: "pump-7", state: .cleared, at: harness.now))
        #expect(harness.word("bolt") == "intent" && harness.word("then") == "skipped")
        if restarts { harness.restart() }
        harness.finish("bolt", .ok)
        #expect(harness.word("bolt/release") == "intent")
        harness.finish("bolt/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    @Test func `an alarm that ends while people are told of a hold ends the run all the same`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced}",
                always: "- {id: tell, action: fake.notify}",
                on: "{event: violation, cleared: release}"
            )
        )
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(Device(id: id, isProtected: true))
        harness.event()
        #expect(harness.outcome() == "closing: held")
        harness.event(Sample.event("e-1-over", of: "pump-7", state: .cleared, at: harness.now))
        harness.finish("tell", .ok)
        #expect(harness.word("bolt") == "skipped" && harness.outcome() == "ended: nothing done")
        #expect(harness.performed("tell").count == 1)
        #expect(harness.violations.isEmpty)
    }
}
