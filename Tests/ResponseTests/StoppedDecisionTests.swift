import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// What people may say of a step that a stop holds. A reading found it: after a false storm under a stop, runs could only be
/// let go on, and acted hours later.
@Suite struct StoppedDecisionTests {
    private static let steps = "- {id: act, action: fake.idempotent}\n- {id: then, action: fake.once}"

    private func harness(_ steps: String = steps, guards: String = "{limit: {devices: 25, per: 10m}}") -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                steps,
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                on: "{event: violation, cleared: stop}",
                guards: guards
            )
        )
    }

    private static func person(_ name: String) -> Actor { Actor(name: "person:\(name)", proof: "bearer-token") }

    private func stop(_ scope: StopScope, _ harness: inout CoreHarness) {
        harness.order(.stop(Stop(scope, by: Self.person("bob"), reason: "", since: harness.now)))
    }

    private func resume(_ scope: StopScope, _ harness: inout CoreHarness) {
        harness.order(.lift(scope, by: Self.person("bob"), reason: ""))
    }

    private func decide(
        _ agrees: Bool,
        _ step: String,
        of device: String = "pump-7",
        cause: Hold.Cause? = nil,
        by name: String = "eve",
        groups: Set<String> = [],
        _ harness: inout CoreHarness
    ) -> OperatorError? {
        let answer = harness.decide(
            Decision(
                run: harness.run(of: device).id,
                step: step,
                cause: cause,
                agrees: agrees,
                reason: "a false alarm",
                by: Self.person(name),
                groups: groups
            )
        )
        if case .failure(let error) = answer { return error }
        return nil
    }

    @Test func `it is refused, and nothing of its run begins when the stop is lifted but the word of its end`() {
        var harness = harness()
        stop(.everything, &harness)
        harness.event()
        harness.restart()
        #expect(decide(false, "act", &harness) == nil)
        #expect([harness.word("act"), harness.word("then")] == ["skipped", "skipped"])
        #expect(harness.records(.holdRejected).map(\.detail) == ["person:eve refused: a false alarm"])
        #expect(harness.effects.isEmpty)
        harness.restart()
        resume(.everything, &harness)
        #expect(harness.effects.count == 1)
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["nothing done"])
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "ended: nothing done")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `the word of its end waits for the stop as well, and refused, too, it is left unsaid`() {
        var harness = harness()
        stop(.everything, &harness)
        harness.event()
        #expect(decide(false, "act", &harness) == nil)
        #expect(harness.word("tell") == "held")
        #expect(decide(false, "tell", &harness) == nil)
        #expect(harness.outcome() == "ended: nothing done")
        resume(.everything, &harness)
        #expect(harness.effects.isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `nobody approves it: that is what resume is for`() {
        var harness = harness()
        stop(.everything, &harness)
        harness.event()
        let error = decide(true, "act", &harness)
        #expect(
            error?.remedy.hasSuffix(
                ": 'cordon resume' lifts a stop, another start a mode, and 'cordon reject' ends the step"
            ) == true
        )
        #expect(harness.word("act") == "held")
    }

    @Test func `what is under way beside it is awaited`() {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: left, action: fake.once}
                - {id: right, action: fake.idempotent}
            - {id: after, action: fake.once}
            """
        )
        stop(.action("fake.idempotent"), &harness)
        harness.event()
        #expect([harness.word("left"), harness.word("right")] == ["intent", "held"])
        #expect(decide(false, "right", &harness) == nil)
        harness.restart()
        resume(.action("fake.idempotent"), &harness)
        #expect([harness.word("right"), harness.word("after")] == ["skipped", "skipped"])
        harness.finish("tell", .ok)
        #expect(harness.performed("right").isEmpty && harness.performed("after").isEmpty)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what would tell of an end that is none any more may be refused while the run is called off`() {
        var harness = harness(guards: "{limit: {devices: 1, per: 1h}}")
        harness.event("e-1", of: "pump-1")
        stop(.action("fake.notify"), &harness)
        harness.event("e-2")
        #expect(harness.outcome() == "closing: held" && harness.word("tell") == "held")
        #expect(decide(true, "act", &harness) == nil)
        harness.event(Sample.event("e-3", state: .cleared, at: harness.now))
        #expect(harness.run().phase == .clearing(lettingIn: false) && harness.word("act") == "intent")
        #expect(decide(false, "tell", &harness) == nil)
        #expect(harness.run().phase == .clearing(lettingIn: false) && harness.word("tell") == "skipped")
        harness.finish("act", .ok)
        resume(.action("fake.notify"), &harness)
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["acted, not verified"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: the refusal of what a called playbook would tell let the run go on after the call.
    @Test func `what a called playbook would tell is refused with all that is to come`() {
        let inner = PlaybookFixture.text(
            "- {id: act, action: fake.idempotent}",
            always: "- {id: tell, action: fake.notify}",
            named: "inner"
        )
        let outer = PlaybookFixture.text("- {id: sub, call: inner}\n- {id: then, action: fake.fenced}", named: "outer")
        var harness = CoreHarness([PlaybookFixture.compiled(outer, calling: ["inner": inner])])
        harness.event()
        stop(.action("fake.notify"), &harness)
        harness.finish("sub/act", .ok)
        #expect(harness.word("sub/tell") == "held")
        #expect(decide(false, "sub/tell", &harness) == nil)
        #expect([harness.word("sub/tell"), harness.word("then")] == ["skipped", "skipped"])
        resume(.action("fake.notify"), &harness)
        #expect(harness.performed("then").isEmpty && harness.performed("sub/tell").isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `whoever started the run, or is not of the group that is asked, does not refuse it either`() {
        var harness = harness("- {id: act, action: fake.once, approval: {from: leads, people: 1, within: 30m}}")
        stop(.everything, &harness)
        harness.start(harness.playbooks[0], Sample.event("e-1", at: harness.now))
        let starter = decide(false, "act", by: "ada", groups: ["leads"], &harness)
        #expect(starter?.remedy == "ask a colleague")
        let stranger = decide(false, "act", &harness)
        #expect(stranger?.reason == "person:eve is not of the group 'leads'")
        #expect(decide(false, "act", groups: ["leads"], &harness) == nil)
        #expect(harness.word("act") == "skipped")
    }

    @Test func `it counts only while the stop is what holds the step`() {
        var harness = harness(guards: "{limit: {devices: 1, per: 1h}}")
        harness.event("e-1", of: "pump-1")
        stop(.everything, &harness)
        harness.event("e-2")
        let first = decide(false, "act", cause: .limit, &harness)
        #expect(first?.reason.hasPrefix("it is not held by 'limit'") == true)
        resume(.everything, &harness)
        #expect(harness.state("act").holdForPerson?.cause == .limit)
        let second = decide(false, "act", cause: .stopped, &harness)
        #expect(second?.reason.hasPrefix("it is not held by 'stopped'") == true)
        #expect(harness.word("act") == "held")
    }

    @Test func `many are refused at once where that is said, and not by who means what guards hold`() throws {
        var harness = harness()
        stop(.everything, &harness)
        for number in 1...3 { harness.event("e-\(number)", of: "pump-\(number)") }
        func count(_ cause: Hold.Cause?, agrees: Bool) throws -> Int {
            let selection = HoldSelection(
                playbook: nil,
                cause: cause,
                atMost: 10,
                agrees: agrees,
                reason: "",
                by: Self.person("eve"),
                groups: []
            )
            return try harness.order(.decideAll(selection)).get().count
        }
        #expect(try count(nil, agrees: false) == 0)
        #expect(try count(.stopped, agrees: true) == 0)
        #expect(try count(.stopped, agrees: false) == 3)
        #expect((1...3).allSatisfy { harness.word("act", of: "pump-\($0)") == "skipped" })
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// It was said to be stopped, and that 'cordon resume' lets it go on.
    @Test func `of what waits for another run no stop is said to hold it`() throws {
        func playbook(_ name: String) -> Playbook {
            PlaybookFixture.compiled(
                PlaybookFixture.text("- {id: act, action: fake.idempotent}", named: name, on: "{event: \(name)}")
            )
        }
        var harness = CoreHarness([playbook("one"), playbook("two")])
        harness.event(Sample.event("e-1", type: "one", at: harness.now))
        stop(.playbook("one"), &harness)
        harness.finish("act", .transient)
        harness.advance(by: .seconds(5))
        harness.event(Sample.event("e-2", type: "two", at: harness.now))
        resume(.playbook("one"), &harness)
        let run = try #require(harness.runs.first { $0.playbook.name == "one" })
        #expect(run.steps.map(\.state.text) == ["retrying"])
        let decision = Decision(
            run: run.id,
            step: "act",
            agrees: true,
            reason: "",
            by: Self.person("eve"),
            groups: []
        )
        guard case .failure(let error) = harness.order(.decide(decision)) else {
            Issue.record("it counted")
            return
        }
        #expect(error.remedy.hasPrefix("a stop has put it off, or another run on the device"), "\(error)")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
