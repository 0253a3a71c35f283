import Domain
import Playbooks
import Response
import TestKit
import Testing

/// What goes on by itself, when whatever held it back is over. A reading found it: `max_age` was asked once, when the event
/// came, and runs that had been held back for hours cut devices off on what was true long before.
@Suite struct HeldBackTests {
    private static let act = "- {id: act, action: fake.idempotent}"
    private static let person = Actor(name: "person:eve", proof: "bearer-token")

    private func harness(_ steps: String = act, guards: String = "{limit: {devices: 25, per: 10m}}") -> CoreHarness {
        CoreHarness(PlaybookFixture.text(steps, on: "{event: violation, max_age: 10m}", guards: guards))
    }

    private func stop(_ harness: inout CoreHarness) {
        harness.order(.stop(Stop(.everything, by: Self.person, reason: "", since: harness.now)))
    }

    private func resume(_ harness: inout CoreHarness) -> OrderAnswer {
        harness.order(.lift(.everything, by: Self.person, reason: ""))
    }

    private func cause(_ harness: CoreHarness, _ step: String = "act", of device: String = "pump-7") -> Hold.Cause? {
        harness.state(step, of: device).hold?.cause
    }

    @Test(arguments: [(599, "intent", 1), (601, "held", 0)])
    func `what a stop held goes on when that is lifted, unless it was held for longer than max_age`(
        _ seconds: Int,
        _ word: String,
        _ count: Int
    ) {
        var harness = harness()
        stop(&harness)
        harness.event(Sample.event("e-1", at: harness.now))
        harness.advance(by: .seconds(seconds))
        let answer = resume(&harness)
        #expect(harness.word("act") == word)
        guard case .success(let receipt) = answer else {
            Issue.record("the stop was not lifted: \(answer)")
            return
        }
        #expect(receipt.count == count)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `it waits for a person, who is told of the age, and goes on when that one says so`() {
        var harness = harness()
        stop(&harness)
        harness.event(Sample.event("e-1", at: harness.now))
        harness.advance(by: .seconds(3_600))
        _ = resume(&harness)
        #expect(
            harness.state("act").hold?.explanation
                == "it was held back for 60 min, and an event is to be no older than 10 min ('max_age')"
        )
        #expect(harness.outcome() == "waiting-for-person: held")
        harness.decide(
            Decision(
                run: harness.run().id,
                step: "act",
                agrees: true,
                reason: "it still is",
                by: Self.person,
                groups: []
            )
        )
        #expect(harness.word("act") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what waited behind a command that the engine's own absence ended waits for a person`() {
        func playbook(_ name: String) -> Playbook {
            PlaybookFixture.compiled(PlaybookFixture.text(Self.act, named: name, on: "{event: \(name), max_age: 10m}"))
        }
        var harness = CoreHarness([playbook("one"), playbook("two")])
        harness.event(Sample.event("e-1", type: "one", at: harness.now))
        harness.event(Sample.event("e-2", type: "two", at: harness.now))
        harness.moveClock(to: harness.now + .seconds(6 * 3_600))
        harness.restart()
        let second = harness.runs.first { $0.playbook.name == "two" }
        #expect(second?.steps.first?.state.hold?.cause == .tooOld)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test(arguments: [(600, nil), (1_800, Hold.Cause.tooOld)] as [(Int, Hold.Cause?)])
    func `what a canary held goes on after the soak, unless that is longer than max_age`(
        _ soak: Int,
        _ held: Hold.Cause?
    ) {
        var harness = harness(guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: \(soak)s}}")
        harness.event(Sample.event("e-1", of: "pump-1", at: harness.now))
        harness.advance(by: .seconds(5))
        // A monitor may take some time to say it.
        harness.event(Sample.event("e-2", of: "pump-2", at: harness.now - .seconds(300)))
        harness.finish("act", .ok)
        #expect(cause(harness, of: "pump-2") == .canary)
        harness.advance(by: .seconds(soak - 5))
        #expect(cause(harness, of: "pump-2") == held)
        #expect(harness.performed("act").count == (held == nil ? 2 : 1))
    }

    /// A review found it: people had heard of what goes on by itself, and not that it did not.
    @Test func `when what a canary held is too old in the end, one of them tells so`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                Self.act,
                always: "- {id: tell, action: fake.notify}",
                on: "{event: violation, max_age: 10m}",
                guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 30m}}"
            )
        )
        for number in 1...4 {
            harness.event(Sample.event("e-\(number)", of: "pump-\(number)", at: harness.now))
            harness.advance(by: .seconds(1))
        }
        harness.finish("tell", .ok)
        harness.finish("act", .ok)
        harness.finish("tell", .ok)
        #expect(harness.performed("tell").map(\.attempt.request.device.description) == ["pump-2", "pump-1"])
        harness.advance(by: .seconds(1_800))
        #expect((2...4).allSatisfy { cause(harness, of: "pump-\($0)") == .tooOld })
        harness.finish("tell", .ok)
        #expect(harness.performed("tell").count == 3)
        #expect((2...4).allSatisfy { harness.outcome(of: "pump-\($0)") == "waiting-for-person: held" })
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review found it: where people were told anew, all of the run had its turn anew.
    @Test func `what is too old in the end lets nothing else of its run act`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                """
                - {id: soft, timeout: 10m, on_failure: continue, steps: [{id: act, action: fake.idempotent}]}
                - {id: hard, action: fake.idempotent}
                """,
                always: "- {id: tell, action: fake.notify}\n- {id: mark, action: fake.idempotent}",
                on: "{event: violation, max_age: 10m}",
                guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 30m}}"
            )
        )
        harness.event("e-1", of: "pump-1")
        for step in ["act", "hard", "tell", "mark"] { harness.finish(step, .ok) }
        #expect(harness.performed("mark").count == 1)
        harness.advance(by: .seconds(1))
        harness.event("e-2", of: "pump-2")
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(3_600))
        #expect(cause(harness, of: "pump-2") == .tooOld)
        #expect(harness.performed("hard").count == 1 && harness.performed("mark").count == 1)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review found it: each hold counted by itself.
    @Test func `one hold after the other is held back for all of their time`() {
        var harness = harness(guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 10m}}")
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        harness.finish("act", .ok)
        harness.advance(by: .seconds(300))
        stop(&harness)
        harness.advance(by: .seconds(300))
        #expect(cause(harness, of: "pump-2") == .stopped)
        harness.restart()
        harness.advance(by: .seconds(9 * 60))
        _ = resume(&harness)
        #expect(cause(harness, of: "pump-2") == .tooOld)
    }

    @Test(arguments: [(16, "intent"), (26, "held")])
    func `a pause that the playbook makes is no age, and what holds the step after it is`(
        _ minutes: Int,
        _ word: String
    ) {
        var harness = harness("- {id: pause, wait: 15m}\n\(Self.act)")
        harness.event(Sample.event("e-1", at: harness.now))
        harness.advance(by: .seconds(14 * 60))
        stop(&harness)
        harness.advance(by: .seconds(60))
        #expect(cause(harness) == .stopped)
        harness.advance(by: .seconds((minutes - 15) * 60))
        _ = resume(&harness)
        #expect(harness.word("act") == word)
    }

    /// A review found it: sending a step anew was no word of a person.
    @Test func `what a person had sent anew has no age`() {
        var harness = harness()
        harness.event(Sample.event("e-1", at: harness.now))
        harness.finish("act", .permanent)
        stop(&harness)
        let decision = Decision(
            run: harness.run().id,
            step: "act",
            agrees: true,
            reason: "",
            by: Self.person,
            groups: []
        )
        harness.decide(decision)
        #expect(cause(harness) == .stopped)
        harness.advance(by: .seconds(3_600))
        _ = resume(&harness)
        #expect(harness.word("act") == "intent")
    }

    @Test func `what a person started has no age`() throws {
        var harness = harness()
        stop(&harness)
        harness.start(try #require(harness.playbooks.first), Sample.event("e-1", at: harness.now))
        harness.advance(by: .seconds(3_600))
        _ = resume(&harness)
        #expect(harness.word("act") == "intent")
    }

    @Test func `what the device has felt already goes on`() {
        var harness = harness("\(Self.act)\n- {id: then, action: fake.idempotent}")
        harness.event(Sample.event("e-1", at: harness.now))
        stop(&harness)
        harness.finish("act", .ok)
        #expect(cause(harness, "then") == .stopped)
        harness.advance(by: .seconds(3_600))
        _ = resume(&harness)
        #expect(harness.word("then") == "intent")
    }
}
