import Domain
import Playbooks
import Response
import TestKit
import Testing

/// A person has a step sent anew that holds others. A review: nothing was attempted, and it was called done.
@Suite struct SendAnewTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")
    private static let unknown = AttemptResult.failure(
        .unknownOutcome(Sample.error("no answer"), retryAfter: .seconds(60))
    )

    private func harness(_ form: String, calling others: [String: String] = [:]) -> CoreHarness {
        let steps = "- id: outer\n  timeout: 30s\n  \(form)\n- {id: then, action: fake.pure}"
        var harness = CoreHarness([PlaybookFixture.compiled(PlaybookFixture.text(steps), calling: others)])
        harness.event()
        return harness
    }

    private func decide(_ step: String, agrees: Bool = true, _ harness: inout CoreHarness) throws {
        let run = harness.run().id
        let decision = Decision(run: run, step: step, agrees: agrees, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
    }

    private static let chain = """
        {id: first, action: fake.pure}, {id: act, action: fake.idempotent}, {id: next, action: fake.once}
        """

    private static let called = PlaybookFixture.text(
        "- {id: first, action: fake.pure}\n- {id: act, action: fake.idempotent}\n- {id: next, action: fake.once}",
        always: "- {id: tell, action: fake.notify}",
        named: "called"
    )

    /// What holds the chain, and where it stands then.
    private static let forms: [(String, String)] = [
        ("steps: [\(chain)]", ""),
        ("steps: [{id: inner, steps: [\(chain)]}]", ""),
        (
            "choose: [{if: event.value < 0, steps: [{id: other, action: fake.pure}]}, "
                + "{if: event.value > 0, steps: [\(chain)]}]",
            ""
        ),
        ("for_each: \"[1]\"\n  at_most: 2\n  steps: [\(chain)]", "outer[1]/"),
        ("call: called", "outer/"),
    ]

    @Test(arguments: forms)
    func `what its timeout cut short is done, what was done is not done twice, and its time begins anew`(
        _ form: String,
        _ path: String
    ) throws {
        var harness = harness(form, calling: ["called": Self.called])
        harness.finish("\(path)first", .ok)
        for round in 1...2 {
            harness.finish("\(path)act", .transient(after: .seconds(60)))
            harness.advance(by: .seconds(30))
            // A call tells of its end each time.
            if form == "call: called" { harness.finish("\(path)tell", .ok) }
            #expect(harness.word("outer") == "failed" && harness.outcome() == "waiting-for-person: stopped")
            try decide("outer", &harness)
            #expect(harness.word("outer") == "open" && harness.performed("\(path)act").count == round + 1)
        }
        #expect(Set(harness.performed("\(path)act").map(\.attempt.key)).count == 3)
        harness.restart()
        harness.finish("\(path)act", .ok)
        harness.finish("\(path)next", .ok)
        if form == "call: called" { harness.finish("\(path)tell", .ok) }
        harness.finish("then", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.performed("\(path)first").count == 1)
        #expect(harness.performed("\(path)tell").count == (form == "call: called" ? 3 : 0))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a doubt in it is sent again only when a person says so of that very step`() throws {
        var harness = harness(
            "parallel: [{id: left, action: fake.once, timeout: 1m}, {id: right, action: fake.idempotent}]"
        )
        harness.finish("right", .transient(after: .seconds(60)))
        harness.advance(by: .seconds(30))
        harness.finish("left", .unknown)
        #expect(["outer", "left", "right"].map { harness.word($0) } == ["failed", "in-doubt", "exhausted"])
        try decide("outer", &harness)
        harness.finish("right", .ok)
        #expect(harness.word("left") == "in-doubt" && harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.performed("left").count == 1 && harness.performed("right").count == 2)
        try decide("left", &harness)
        harness.finish("left", .ok)
        #expect(harness.performed("left").count == 2 && harness.performed("right").count == 2)
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what people refused in it stays refused, and of what was cut short all are asked again`() throws {
        var harness = harness(
            """
            steps:
                - {id: refused, action: fake.once, approval: {within: 5m, otherwise: skip}}
                - {id: agreed, action: fake.once, approval: {people: 2, within: 5m}}
            """
        )
        try decide("refused", agrees: false, &harness)
        try decide("agreed", &harness)
        harness.advance(by: .seconds(30))
        #expect(harness.word("outer") == "failed" && harness.state("agreed") == .skipped(.timedOut))
        try decide("outer", &harness)
        #expect(harness.word("refused") == "skipped" && harness.word("agreed") == "asking")
        #expect(harness.step("agreed").grants.isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what may be in force of it stays until it is done again, and then has its time anew`() throws {
        var harness = harness("steps: [{id: bolt, action: fake.fenced, expires: 1h}]")
        harness.finish("bolt", Self.unknown)
        harness.advance(by: .seconds(30))
        #expect(harness.word("outer") == "failed")
        #expect(harness.state("bolt/release") == .waiting(until: harness.now + .seconds(3_600)))
        try decide("outer", &harness)
        #expect(harness.state("bolt/release") == .waiting(until: nil))
        harness.advance(by: .seconds(5))
        harness.finish("bolt", .ok)
        #expect(harness.state("bolt/release") == .waiting(until: harness.now + .seconds(3_600)))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `nothing is sent anew while something in it is being taken back`() throws {
        var harness = harness("steps: [{id: bolt, action: fake.fenced}]")
        harness.finish("bolt", Self.unknown)
        harness.advance(by: .seconds(30))
        harness.order(.release(.device(Sample.device("pump-7")), by: Self.ada, reason: ""))
        #expect(harness.word("bolt/release") == "intent")
        #expect(throws: OperatorError.self) { try decide("outer", &harness) }
        harness.finish("bolt/release", .ok)
        try decide("outer", &harness)
        #expect(harness.performed("bolt").count == 2)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
