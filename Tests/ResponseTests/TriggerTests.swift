import CEL
import Domain
import Ledger
import Playbooks
import Ports
import Response
import TestKit
import Testing

@Suite struct TriggerTests {
    private func harness(_ on: String, steps: String = "- {id: act, action: fake.once}") -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(steps, always: "- {id: tell, action: fake.notify}", on: on)
        )
    }

    @Test func `an event that no playbook answers is accepted and recorded`() {
        var harness = harness("{event: violation}")
        harness.event(Sample.event("e-1", type: "weather"))
        #expect(harness.runs.isEmpty)
        #expect(harness.story == ["event.accepted"])
        #expect(harness.rows.receipts(for: [Event.Key(source: "defender", id: "e-1")]).count == 1)
    }

    @Test(arguments: [Event.State.cleared, .invalidated])
    func `an alarm that is over starts nothing`(_ state: Event.State) {
        var harness = harness("{event: violation}")
        harness.event(Sample.event("e-1", state: state))
        #expect(harness.runs.isEmpty)
    }

    @Test func `the condition chooses`() {
        var harness = harness("{event: violation, if: event.metric == \"aws:message-byte-size\" && event.value > 100}")
        harness.event(Sample.event("e-1", of: "pump-1", value: 100))
        #expect(harness.runs.isEmpty)
        harness.event(Sample.event("e-2", of: "pump-2", value: 101))
        #expect(harness.runs.map(\.device.id.description) == ["pump-2"])
    }

    @Test func `a condition that cannot be decided starts nothing, and is recorded`() {
        var harness = harness("{event: violation, if: event.data.level > 3}")
        harness.event()
        #expect(harness.runs.isEmpty)
        #expect(harness.story == ["event.accepted", "event.undecided"])
    }

    @Test func `every playbook that answers opens its own incident`() {
        let playbooks = ["one", "two"].map {
            PlaybookFixture.compiled(PlaybookFixture.text("- {id: act, action: fake.once}", named: $0))
        }
        var harness = CoreHarness(playbooks)
        harness.event()
        #expect(Set(harness.runs.map(\.playbook.name)) == ["one", "two"])
        #expect(Set(harness.runs.map(\.incident)).count == 2)
    }

    @Test func `a further event within the window joins`() {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 15m}}")
        harness.event("e-1")
        harness.finish("act", .ok)
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(14 * 60))
        harness.event("e-2")
        #expect(harness.runs.count == 1)
        #expect(harness.records(.incidentJoined).count == 1)
        let key = Event.Key(source: "defender", id: "e-2")
        #expect(harness.rows.receipts(for: [key])[key]?.incidents == [harness.run().incident])
    }

    @Test func `after the window a further event opens another incident`() {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 15m}}")
        harness.event("e-1")
        harness.finish("act", .ok)
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(15 * 60))
        harness.event("e-2")
        #expect(harness.runs.count == 2)
    }

    @Test func `while the run works events join, however late`() {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 1s}}")
        harness.event("e-1")
        harness.finish("act", .transient(after: .seconds(60)))
        harness.advance(by: .seconds(30))
        harness.restart()
        harness.event("e-2")
        #expect(harness.runs.count == 1)
        #expect(harness.records(.incidentJoined).count == 1)
    }

    /// A run that waited for a person swallowed every later alarm of its device.
    @Test func `a run that waits for a person swallows no later alarm`() {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 15m}}")
        harness.event("e-1")
        harness.finish("act", .permanent)
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(3_600))
        harness.event("e-2")
        #expect(harness.runs.count == 2)
        harness.restart()
        #expect(harness.core.openRunsCount == 2)
    }

    /// Which of two incidents counted was left to the order of the rows.
    @Test func `after a restart an event joins the latest incident of its device`() {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 15m}}")
        for number in 0..<8 {
            harness.event("first-\(number)", of: "pump-\(number)")
            harness.finish("act", .permanent)
            harness.finish("tell", .ok)
        }
        harness.advance(by: .seconds(3_600))
        for number in 0..<8 {
            harness.event("second-\(number)", of: "pump-\(number)")
            harness.finish("act", .permanent)
            harness.finish("tell", .ok)
        }
        harness.restart()
        for number in 0..<8 { harness.event("third-\(number)", of: "pump-\(number)") }
        #expect(harness.runs.count == 16)
        #expect(harness.records(.incidentJoined).count == 8)
    }

    @Test func `another device is another incident`() {
        var harness = harness("{event: violation}")
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.runs.count == 2)
    }

    @Test func `dedupe by what cannot be decided falls back to the device`() {
        var harness = harness("{event: violation, dedupe: {by: event.data.line}}")
        harness.event("e-1")
        harness.event("e-2")
        #expect(harness.runs.count == 1)
    }

    @Test func `an event older than max_age touches nothing, and people are told`() {
        var harness = harness("{event: violation, max_age: 10m}")
        harness.event(Sample.event("e-1", at: harness.now - .seconds(601)))
        #expect(harness.state("act") == .skipped(.eventTooOld))
        #expect(harness.touches.isEmpty)
        #expect(harness.performed("tell").count == 1)
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "ended: nothing done")
    }

    @Test func `an event older than max_age is not verified either: nothing was touched`() {
        var harness = harness("{event: violation, max_age: 10m}", steps: "- {id: look, action: fake.verify}")
        harness.event(Sample.event("e-1", at: harness.now - .seconds(601)))
        #expect(harness.state("look") == .skipped(.eventTooOld))
    }

    @Test func `an event just within max_age, or from the future, is answered`() {
        var harness = harness("{event: violation, max_age: 10m}")
        harness.event(Sample.event("e-1", of: "pump-1", at: harness.now - .seconds(600)))
        harness.event(Sample.event("e-2", of: "pump-2", at: .distantFuture))
        #expect(harness.word("act", of: "pump-1") == "intent")
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test func `the same event gives the same run and the same keys`() {
        let ids = (0..<2).map { _ in
            var harness = harness("{event: violation}")
            harness.event()
            return "\(harness.run().id) \(harness.performed("act")[0].attempt.key)"
        }
        #expect(ids[0] == ids[1])
    }

    @Test func `another installation gives other keys`() {
        let text = PlaybookFixture.text("- {id: act, action: fake.once}")
        let keys = [7, 8].map { (byte: UInt8) in
            var harness = CoreHarness(text, installationKey: [UInt8](repeating: byte, count: 32))
            harness.event()
            return harness.performed("act")[0].attempt.key
        }
        #expect(keys[0] != keys[1])
    }

    @Test func `another event, version or drill gives another run`() {
        let text = PlaybookFixture.text("- {id: act, action: fake.once}")
        func run(_ text: String, _ event: String, mode: Playbook.Mode = .enforce) -> RunID {
            var harness = CoreHarness(text, mode: mode)
            harness.event(event)
            return harness.run().id
        }
        let ids = [
            run(text, "e-1"), run(text, "e-2"), run(text + "# edited\n", "e-1"), run(text, "e-1", mode: .drill),
        ]
        #expect(Set(ids).count == 4)
    }

    @Test func `each step of a run has its own key`() {
        var harness = harness(
            "{event: violation}",
            steps: "- {id: act, action: fake.once}\n- {id: then, action: fake.once}"
        )
        harness.event()
        harness.finish("act", .ok)
        #expect(harness.performed("act")[0].attempt.key != harness.performed("then")[0].attempt.key)
    }

    @Test func `a person's start asks no trigger and joins nothing`() {
        var harness = harness("{event: violation, if: event.value > 1000000}")
        harness.start(harness.playbooks[0], Sample.event("e-1"))
        #expect(harness.runs.count == 1)
        #expect(harness.run().startedBy == Sample.operatorOnDuty)
        #expect(harness.records(.runStarted).map(\.actor) == [Sample.operatorOnDuty])
        harness.event(Sample.event("e-2", value: 2_000_000))
        #expect(harness.runs.count == 2)
    }

    /// A review: whoever could report an event could have done what nothing undoes, and nobody was asked.
    @Test func `no event starts what only people start`() {
        var harness = harness("{event: manual}")
        harness.event(Sample.event("e-1", type: "manual"))
        #expect(harness.runs.isEmpty)
        #expect(harness.story == ["event.accepted"])
        harness.start(harness.playbooks[0], Sample.event("e-2", type: "manual"))
        harness.event(Sample.event("e-3", type: "manual"))
        #expect(harness.runs.map(\.startedBy) == [Sample.operatorOnDuty])
        #expect(harness.records(.incidentJoined).isEmpty)
    }

    /// A review: a person gave an event of yesterday, and nothing was done about it.
    @Test(arguments: [false, true]) func `a person's start is never too late`(dryRun: Bool) {
        var harness = harness("{event: violation, max_age: 10m}")
        harness.start(harness.playbooks[0], Sample.event("e-1", at: harness.now - .seconds(86_400)), dryRun: dryRun)
        #expect(!harness.run().isTooOld)
        #expect(harness.performed("act").count == 1)
    }
}
