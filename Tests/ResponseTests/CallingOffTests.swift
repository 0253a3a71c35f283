import Domain
import Playbooks
import Response
import TestKit
import Testing

/// What becomes of a command that is under way when its run is called off: by the end of the alarm, or by a person.
@Suite struct CallingOffTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")

    private func harness(_ steps: String, cleared: String = "ignore") -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps, on: "{event: violation, cleared: \(cleared)}"))
        harness.event()
        return harness
    }

    private func clear(_ harness: inout CoreHarness) {
        harness.event(Sample.event("e-9", state: .cleared, at: harness.now))
    }

    private func decide(_ agrees: Bool, _ step: String, _ harness: inout CoreHarness) throws {
        let run = harness.run().id
        let decision = Decision(run: run, step: step, agrees: agrees, reason: "", by: Self.ada, groups: [])
        _ = try harness.decide(decision).get()
    }

    private func release(_ harness: inout CoreHarness) throws -> OrderReceipt {
        try harness.order(.release(.device(harness.run().device.id), by: Self.ada, reason: "wrong device")).get()
    }

    /// A bug taught us: while the command was under way nothing was in force yet, and the release was refused.
    @Test(arguments: [AttemptResult.ok, .unknown, .permanent])
    func `a person's release reaches what is under way, once it may have done something`(result: AttemptResult) throws {
        var harness = harness("- {id: bar, action: fake.fenced}\n- {id: then, action: fake.fenced}")
        #expect(try release(&harness) == OrderReceipt(count: 0, underWay: 1))
        harness.finish("bar", result)
        #expect(harness.performed("bar").count == 1)
        #expect(harness.performed("then").isEmpty)
        #expect(harness.performed("bar/release").count == (result == .permanent ? 0 : 1))
        if result != .permanent { harness.finish("bar/release", .ok) }
        #expect(harness.outcome().hasPrefix("ended:"))
        #expect(harness.violations.isEmpty)
    }

    /// A bug taught us: a command whose outcome stayed unknown was sent again after the device was to be let in.
    @Test func `what is called off is not sent again, neither after its time nor after a restart`() {
        for restarts in [false, true] {
            var harness = harness("- {id: bar, action: fake.fenced, timeout: 10s}", cleared: "release")
            clear(&harness)
            if restarts { harness.restart() } else { harness.advance(by: .seconds(12)) }
            #expect(harness.performed("bar").count == 1)
            #expect(harness.word("bar") == "exhausted")
            #expect(harness.performed("bar/release").count == 1)
            harness.finish("bar/release", .ok)
            #expect(harness.outcome().hasPrefix("ended:"))
            #expect(harness.violations.isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func `what lets the device in is sent again all the same`(isBetweenTries: Bool) {
        var harness = harness("- {id: bar, action: fake.fenced}\n- {id: back, action: fake.restore}", cleared: "stop")
        harness.finish("bar", .ok)
        if isBetweenTries { harness.finish("back", .unknown) }
        clear(&harness)
        if !isBetweenTries { harness.finish("back", .unknown) }
        harness.advance(by: .seconds(2))
        #expect(harness.performed("back").count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// A bug taught us: the release of a step that was sent anew began beside it, and was not begun again after it.
    @Test func `nothing is taken back before its command has ended`() throws {
        var harness = harness("- {id: bar, action: fake.fenced, retry: {times: 1}}")
        harness.finish("bar", .unknown)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        try decide(true, "bar", &harness)
        #expect(try release(&harness) == OrderReceipt(count: 0, underWay: 1))
        #expect(harness.performed("bar/release").isEmpty)
        harness.restart()
        harness.finish("bar", .ok)
        #expect(harness.performed("bar/release").count == 1)
        harness.finish("bar/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    @Test func `messages that are under way keep nobody out`() throws {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: bar, action: fake.fenced}
                - {id: note, action: fake.notify}
            """
        )
        #expect(try release(&harness) == OrderReceipt(count: 0, underWay: 1))
        harness.finish("bar", .ok)
        #expect(harness.word("note") == "intent")
        #expect(harness.performed("bar/release").count == 1)
        #expect(harness.violations.isEmpty)
    }

    /// A bug taught us: where the release failed, a step that nobody waited for kept the run open for ever.
    @Test func `nobody waits for a step that was called off`() throws {
        var harness = harness("- {id: bar, action: fake.fenced}", cleared: "release")
        clear(&harness)
        harness.finish("bar", .unknown)
        harness.finish("bar/release", .permanent)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(throws: OperatorError.self) { try decide(true, "bar", &harness) }
        harness.restart()
        try decide(false, "bar/release", &harness)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    /// A bug taught us: what had been called off kept the run waiting, and was nobody's question.
    @Test func `a run that a person lets go on asks about what was called off`() throws {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: a, action: fake.fenced}
                - {id: b, action: fake.fenced}
            """,
            cleared: "release"
        )
        harness.finish("a", .permanent)
        clear(&harness)
        harness.finish("b", .unknown)
        harness.finish("b/release", .permanent)
        try decide(true, "b/release", &harness)
        harness.finish("b/release", .ok)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        try decide(true, "a", &harness)
        harness.finish("a", .ok)
        #expect(harness.run().waitsForPerson(at: try #require(harness.run().playbook.steps.first { $0.path == "b" })))
        #expect(harness.violations.isEmpty)
    }

    /// A bug taught us: a step that was sent anew beside its release was taken back by nobody.
    @Test func `nothing is sent anew while it is being taken back`() throws {
        var harness = harness("- {id: bar, action: fake.fenced, retry: {times: 1}}")
        harness.finish("bar", .unknown)
        #expect(try release(&harness) == OrderReceipt(count: 1))
        #expect(harness.word("bar/release") == "intent")
        #expect(throws: OperatorError.self) { try decide(true, "bar", &harness) }
        harness.finish("bar/release", .ok)
        try decide(true, "bar", &harness)
        #expect(harness.performed("bar").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `what is to be tried again is called off by a release, and nothing is taken back that was not done`()
        throws
    {
        var harness = harness("- {id: bar, action: fake.fenced}")
        harness.finish("bar", .transient)
        #expect(harness.word("bar") == "retrying")
        #expect(try release(&harness) == OrderReceipt(count: 0))
        harness.advance(by: .seconds(600))
        #expect(harness.performed("bar").count == 1)
        #expect(harness.performed("bar/release").isEmpty)
        #expect(harness.outcome() == "ended: nothing done")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a doubt that is to be tried again is called off by a release, and taken back at once`() throws {
        var harness = harness("- {id: bar, action: fake.fenced}")
        harness.finish("bar", .unknown)
        #expect(harness.word("bar") == "retrying")
        #expect(try release(&harness) == OrderReceipt(count: 1))
        #expect(harness.performed("bar/release").count == 1)
    }

    @Test func `nothing that is in force or under way is nothing to release`() {
        var harness = harness("- {id: note, action: fake.notify}")
        #expect(throws: OperatorError.self) { try release(&harness) }
    }
}
