import Domain
import Playbooks
import Response
import TestKit
import Testing

/// A measure that cannot be taken back, while another of its run is in force. A review: it was nobody's question.
@Suite struct StuckMeasureTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")
    private static let steps = "- {id: bolt, action: fake.fenced, expires: 1h}\n- {id: lock, action: fake.fenced}"

    /// The first expires, and its end is refused; the second is in force until a person ends it.
    private func stuck(_ result: AttemptResult = .permanent) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(Self.steps))
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("lock", .ok)
        fail(result, &harness)
        return harness
    }

    private func fail(_ result: AttemptResult, _ harness: inout CoreHarness) {
        harness.advance(by: .seconds(3_600))
        harness.finish("bolt/release", result)
    }

    private func decide(_ agrees: Bool, _ step: String, _ harness: inout CoreHarness) throws {
        let run = harness.run().id
        let decision = Decision(run: run, step: step, agrees: agrees, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
    }

    private func release(_ scope: ReleaseScope, _ harness: inout CoreHarness) throws -> Int {
        try harness.order(.release(scope, by: Self.ada, reason: "")).get().count
    }

    private func states(_ harness: CoreHarness) throws -> [String: Measure.State] {
        try harness.rows.measures().reduce(into: [:]) { $0[$1.step] = $1.state }
    }

    @Test(arguments: [false, true]) func `a person has it tried again, and the other stays in force`(
        _ restarts: Bool
    ) throws {
        var harness = stuck()
        if restarts { harness.restart() }
        #expect(harness.outcome() == "in-force: acted, not verified")
        #expect(try states(harness) == ["bolt": .stuck, "lock": .inForce])
        try decide(true, "bolt/release", &harness)
        if restarts { harness.restart() }
        harness.finish("bolt/release", .ok)
        #expect(try states(harness) == ["bolt": .released, "lock": .inForce])
        #expect(harness.outcome() == "in-force: acted, not verified")
        #expect(try release(.incident(harness.run().incident), &harness) == 1)
        harness.finish("lock/release", .ok)
        #expect(harness.outcome() == "ended: released" && harness.run().ended != nil)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: the later command carries a higher number, and the retries of the other were refused for it.
    @Test func `it waits for the end of another that is under way`() throws {
        let steps = "- {id: bolt, action: fake.fenced, expires: 2h}\n- {id: lock, action: fake.fenced, expires: 1h}"
        var harness = CoreHarness(PlaybookFixture.text(steps))
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("lock", .ok)
        harness.advance(by: .seconds(3_600))
        harness.finish("lock/release", .permanent)
        harness.advance(by: .seconds(3_600))
        harness.finish("bolt/release", .transient)
        try decide(true, "lock/release", &harness)
        #expect(harness.word("lock/release") == "waiting" && harness.word("bolt/release") == "retrying")
        // The first is that of the one that waits.
        harness.advanceToNextDeadline()
        harness.advanceToNextDeadline()
        #expect(harness.word("lock/release") == "waiting" && harness.word("bolt/release") == "intent")
        harness.finish("bolt/release", .ok)
        #expect(harness.word("lock/release") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a person leaves it as it is, and the other stays in force`() throws {
        var harness = stuck()
        try decide(false, "bolt/release", &harness)
        #expect(try states(harness) == ["bolt": .abandoned, "lock": .inForce])
        #expect(harness.outcome() == "in-force: acted, not verified")
        #expect(throws: OperatorError.self) { try decide(true, "bolt/release", &harness) }
        #expect(try release(.device(harness.run().device.id), &harness) == 1)
        harness.finish("lock/release", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// The log had the run waiting for a person: a step of it had failed, and a person had given that up.
    @Test func `also in a run that a person has given up`() throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.steps + "\n- {id: act, action: fake.once}"))
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("lock", .ok)
        harness.finish("act", .permanent)
        try decide(false, "act", &harness)
        fail(.permanent, &harness)
        try decide(true, "bolt/release", &harness)
        #expect(harness.word("bolt/release") == "intent" && harness.outcome() == "in-force: acted, not verified")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test(arguments: [AttemptResult.permanent, .unknown]) func `to release it by its name tries it again`(
        _ result: AttemptResult
    ) throws {
        var harness = stuck(result)
        for _ in 0..<100 where !harness.state("bolt/release").isClosed {
            harness.advanceToNextDeadline()
            harness.finish("bolt/release", result)
        }
        let before = harness.performed("bolt/release").count
        let bolt = try #require(try harness.rows.measures().first { $0.step == "bolt" })
        #expect(bolt.state == .stuck)
        #expect(try release(.measure(bolt.id), &harness) == 1)
        #expect(harness.performed("bolt/release").count == before + 1)
        harness.finish("bolt/release", .ok)
        #expect(try states(harness) == ["bolt": .released, "lock": .inForce])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test(arguments: [false, true]) func `to release the device or the incident takes back both`(
        _ isIncident: Bool
    ) throws {
        var harness = stuck()
        let run = harness.run()
        #expect(try release(isIncident ? .incident(run.incident) : .device(run.device.id), &harness) == 2)
        #expect(try states(harness) == ["bolt": .inForce, "lock": .releasing])
        harness.finish("lock/release", .ok)
        harness.finish("bolt/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `where a run waits for a person for nothing else, a release lets it wait no more`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: bolt, action: fake.fenced, expires: 1h}"))
        harness.event()
        harness.finish("bolt", .ok)
        fail(.permanent, &harness)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(try release(.device(harness.run().device.id), &harness) == 1)
        #expect(harness.word("bolt/release") == "intent" && harness.outcome() == "in-force: acted, not verified")
        harness.finish("bolt/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
