import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// An `end` where several lists are under way, and what a call tells when it is cut short.
@Suite struct EndTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")

    private static let inner = PlaybookFixture.text(
        "- {id: act, action: fake.once, timeout: 5m}\n- {id: next, action: fake.once}\n- {id: pause, wait: 1h}",
        always: "- {id: breath, wait: 1m}\n- {id: tell, action: fake.notify}",
        named: "inner"
    )

    private func harness(_ steps: String) -> CoreHarness {
        let text = PlaybookFixture.text(steps)
        var harness = CoreHarness([PlaybookFixture.compiled(text, calling: ["inner": Self.inner])])
        harness.event()
        return harness
    }

    /// A review: the loop went on with its next item.
    @Test func `end in a round ends the loop, and the playbook`() {
        var harness = harness(
            """
            - id: each
              for_each: "['a', 'b', 'c']"
              at_most: 4
              steps:
                - {id: act, action: fake.once, with: {text: "${{ item }}"}}
                - {id: enough, end: one is enough}
            - {id: then, action: fake.once}
            """
        )
        harness.finish("each[1]/act", .ok)
        #expect(harness.effects.count == 1)
        #expect(harness.state("each[2]") == .skipped(.ended) && harness.state("each[3]/act") == .skipped(.ended))
        #expect(harness.state("each[4]") == .skipped(.noItem))
        #expect(harness.state("each").output == ["count": 1, "failed": 0, "last": "one is enough"])
        #expect(harness.word("then") == "ready")
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what is under way in another round is awaited, and nothing follows it`() {
        var harness = harness(
            """
            - id: each
              for_each: "[1, 2, 3]"
              at_most: 3
              at_once: 2
              steps:
                - {id: act, action: fake.idempotent}
                - {id: enough, if: item == 2, end: two are enough}
                - {id: next, action: fake.once}
            """
        )
        harness.finish("each[1]/act", .transient(after: .seconds(60)))
        harness.finish("each[2]/act", .ok)
        #expect(harness.word("each") == "open" && harness.word("each[1]/act") == "retrying")
        #expect(harness.state("each[1]/next") == .skipped(.ended) && harness.state("each[3]") == .skipped(.ended))
        harness.restart()
        harness.advance(by: .seconds(60))
        harness.finish("each[1]/act", .ok)
        #expect(harness.performed("each[1]/act").count == 2)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    private static let branches = """
        - id: both
          parallel:
            - id: left
              steps: [{id: ask, action: fake.pure}, {id: enough, end: it is a test}]
            - id: right
              steps: [{id: act, action: fake.once}, {id: next, action: fake.once}]
            - id: late
              steps: [{id: pause, wait: 1h}, {id: later, action: fake.once}]
        - {id: then, action: fake.once}
        """

    /// A review: the other branches went on to their ends.
    @Test func `end in a branch ends the others, and what is under way in them is awaited`() {
        var harness = harness(Self.branches)
        harness.finish("ask", .ok)
        #expect(harness.word("both") == "open" && harness.word("act") == "intent")
        for step in ["next", "pause", "later"] { #expect(harness.state(step) == .skipped(.ended), "\(step)") }
        harness.finish("act", .ok)
        #expect(harness.word("then") == "ready")
        #expect(harness.outcome() == "ended: acted, not verified")
        harness.advance(by: .seconds(3_600))
        #expect(harness.effects.count == 2)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what fails beside an end is for a person, who may have it sent anew`() throws {
        var harness = harness(Self.branches)
        harness.finish("ask", .ok)
        harness.finish("act", .permanent)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        let run = harness.run().id
        let decision = Decision(run: run, step: "act", agrees: true, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
        harness.finish("act", .ok)
        #expect(harness.performed("act").count == 2 && harness.performed("next").isEmpty)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: the pause and the question beside the `end` were passed over, and what follows them was sent.
    @Test func `what was sent anew as a whole ends as a whole`() throws {
        var harness = harness(
            """
            - id: both
              timeout: 30m
              parallel:
                - id: left
                  steps: [{id: ask, action: fake.pure}, {id: enough, end: it is a test}]
                - id: right
                  steps: [{id: pause, wait: 1h}, {id: act, action: fake.once}]
            """
        )
        harness.finish("ask", .transient(after: .seconds(3_000)))
        harness.advance(by: .seconds(1_800))
        #expect(harness.outcome() == "waiting-for-person: stopped")
        let run = harness.run().id
        let decision = Decision(run: run, step: "both", agrees: true, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
        harness.finish("ask", .ok)
        #expect(harness.state("pause") == .skipped(.ended) && harness.state("act") == .skipped(.ended))
        #expect(harness.performed("act").isEmpty && harness.outcome() == "ended: nothing done")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: it was dropped where it could not go at once.
    @Test func `what is sent anew beside an end waits for a stop, and goes`() throws {
        var harness = harness(Self.branches)
        harness.finish("ask", .ok)
        harness.finish("act", .permanent)
        let scope = StopScope.action("fake.once")
        harness.order(.stop(Stop(scope, by: Self.ada, reason: "", since: harness.now)))
        let run = harness.run().id
        let decision = Decision(run: run, step: "act", agrees: true, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
        #expect(harness.word("act") == "held")
        harness.order(.lift(scope, by: Self.ada, reason: ""))
        harness.finish("act", .ok)
        #expect(harness.performed("act").count == 2 && harness.performed("next").isEmpty)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: the playbook went on after what had its end and a failure.
    @Test func `end ends the playbook also where what failed beside it is put up with`() {
        var harness = harness(
            """
            - id: each
              for_each: "['a', 'b', 'c']"
              at_most: 3
              on_failure: continue
              steps:
                - {id: warn, action: fake.once, on_failure: continue}
                - {id: check, if: item == "a", fail: it is a}
                - {id: enough, if: item == "b", end: it is b}
            - {id: then, action: fake.once}
            """
        )
        harness.finish("each[1]/warn", .ok)
        harness.finish("each[2]/warn", .ok)
        #expect(harness.performed("each[3]/warn").isEmpty && harness.performed("then").isEmpty)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: one level deeper the playbook went on, and acted.
    @Test func `end ends the playbook also from within what failed and is put up with`() {
        var harness = harness(
            """
            - id: outer
              on_failure: continue
              steps:
                - id: both
                  parallel:
                    - {id: warn, action: fake.once}
                    - {id: left, steps: [{id: ask, action: fake.pure}, {id: enough, end: hands off}]}
            - {id: then, action: fake.once}
            """
        )
        harness.finish("ask", .ok)
        harness.finish("warn", .permanent)
        #expect(harness.performed("then").isEmpty)
        #expect(harness.outcome() == "ended: nothing done")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `end ends the playbook also where the time of what stands around it is over`() {
        var harness = harness(
            """
            - id: both
              timeout: 1m
              on_failure: continue
              parallel:
                - {id: warn, action: fake.once, timeout: 5m}
                - {id: enough, end: hands off}
            - {id: then, action: fake.once}
            """
        )
        harness.advance(by: .seconds(70))
        harness.finish("warn", .ok)
        #expect(harness.word("both") == "failed" && harness.performed("then").isEmpty)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `an end within a branch ends those beside it, while its own branch waits for something`() {
        var harness = harness(
            """
            - id: both
              parallel:
                - id: outer
                  parallel:
                    - {id: slow, action: fake.once}
                    - id: left
                      steps: [{id: ask, action: fake.pure}, {id: enough, end: it is a test}]
                - id: right
                  steps: [{id: act, action: fake.once}, {id: next, action: fake.once}]
            """
        )
        harness.finish("ask", .ok)
        harness.finish("act", .ok)
        #expect(harness.state("next") == .skipped(.ended) && harness.word("slow") == "intent")
        harness.finish("slow", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// Cut off when the first step failed, which is sent anew when that was taken back, or half an hour before.
    private func cutOffTwice(
        if condition: String = "true",
        half: Bool = false,
        waits: Bool = true,
        answers: Bool = true
    ) throws -> CoreHarness {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.once, timeout: 50m, within: 1h}",
            always: "- {id: cut, if: '\(condition)', action: fake.fenced, expires: 1h}"
        )
        var harness = CoreHarness([PlaybookFixture.compiled(text)])
        harness.event()
        harness.finish("act", .permanent)
        harness.finish("cut", .ok)
        harness.advance(by: .seconds(half ? 1_800 : 3_600))
        if !half { harness.finish("cut/release", .ok) }
        let run = harness.run().id
        let decision = Decision(run: run, step: "act", agrees: true, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
        if half, waits { harness.advance(by: .seconds(1_800)) }
        guard answers else { return harness }
        if half { harness.finish("cut/release", .ok) }
        harness.finish("act", .ok)
        return harness
    }

    /// A reading found it: it was done again while its end was under way, which then let the device in.
    @Test func `what an always step did is taken back before it is done a second time`() throws {
        var harness = try cutOffTwice(half: true, answers: false)
        harness.finish("act", .ok)
        #expect(harness.performed("cut").count == 1 && harness.word("cut/release") == "intent")
        harness.finish("cut/release", .ok)
        #expect(harness.performed("cut").count == 2)
        harness.finish("cut", .ok)
        #expect(harness.outcome() == "in-force: acted, not verified")
        #expect(try harness.rows.measures().map(\.state) == [.inForce])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: it had what was left of the first time.
    @Test func `what an always step does a second time has its whole time`() throws {
        var harness = try cutOffTwice(half: true, waits: false, answers: false)
        harness.finish("act", .ok)
        harness.finish("cut", .ok)
        harness.advance(by: .seconds(3_500))
        #expect(try harness.rows.measures().map(\.state) == [.inForce])
        harness.advance(by: .seconds(100))
        #expect(harness.word("cut/release") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: what was not done the second time was to be taken back once more.
    @Test func `what an always step does not do a second time is in force no more`() throws {
        let harness = try cutOffTwice(if: "!steps.act.ok")
        #expect(harness.word("cut") == "skipped" && harness.word("cut/release") == "ok")
        #expect(harness.outcome().hasPrefix("ended"))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: the second time it left no measure, and the run said "released" of a device that was cut off.
    @Test(arguments: [false, true]) func `what an always step does a second time is in force again`(
        _ half: Bool
    ) throws {
        var harness = try cutOffTwice(half: half)
        harness.finish("cut", .ok)
        #expect(harness.outcome() == "in-force: acted, not verified")
        #expect(try harness.rows.measures().map(\.state) == [.inForce])
        harness.advance(by: .seconds(3_600))
        harness.finish("cut/release", .ok)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a branch that has its end keeps a later one from beginning`() {
        let harness = harness(
            """
            - id: both
              parallel:
                - {id: enough, end: it is a test}
                - {id: act, action: fake.once}
            """
        )
        #expect(harness.effects.isEmpty && harness.state("act") == .skipped(.ended))
        #expect(harness.outcome() == "ended: nothing done")
    }

    @Test func `a call beside an end tells of its own`() {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: sub, call: inner}
                - id: left
                  steps: [{id: ask, action: fake.pure}, {id: enough, end: it is a test}]
            """
        )
        harness.finish("ask", .ok)
        harness.finish("sub/act", .ok)
        #expect(harness.state("sub/next") == .skipped(.ended) && harness.word("sub/breath") == "waiting")
        harness.advance(by: .seconds(60))
        harness.finish("sub/tell", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review: whom the called playbook tells of its end never heard of it.
    @Test(arguments: ["call: inner", "steps: [{id: sub, call: inner}]", "parallel: [{id: sub, call: inner}]"])
    func `a call whose time is over tells of its end, and then what has the timeout fails`(_ form: String) {
        var harness = harness(
            """
            - id: outer
              timeout: 30s
              on_failure: continue
              \(form)
            - {id: then, action: fake.pure}
            """
        )
        let call = form.hasPrefix("call") ? "outer" : "sub"
        harness.advance(by: .seconds(30))
        #expect(harness.word("\(call)/act") == "intent" && harness.word("\(call)/breath") == "ready")
        harness.finish("\(call)/act", .ok)
        #expect(harness.state("\(call)/next") == .skipped(.timedOut) && harness.word("\(call)/breath") == "waiting")
        harness.restart()
        harness.advance(by: .seconds(60))
        #expect(harness.word("outer") == "open" && harness.word("then") == "ready")
        harness.finish("\(call)/tell", .ok)
        #expect(harness.state("outer").error?.reason == "it took longer than its timeout of 30 s")
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
