import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

@Suite struct ControlTests {
    private static let two = "- {id: act, action: fake.once}\n- {id: then, action: fake.pure}"

    private func harness(_ steps: String, always: String = "") -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps, always: always))
        harness.event()
        return harness
    }

    @Test func `steps run one after the other`() {
        var harness = harness(Self.two)
        #expect(harness.word("then") == "ready")
        harness.finish("act", .ok)
        #expect(harness.word("then") == "intent")
        harness.finish("then", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [AttemptResult.permanent, .unknown])
    func `a failure stops the run unless the playbook says otherwise`(_ answer: AttemptResult) {
        var harness = harness(Self.two)
        harness.finish("act", answer)
        #expect(harness.word("then") == "ready")
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test func `on_failure continue goes on`() {
        var harness = harness("- {id: act, action: fake.once, on_failure: continue}\n- {id: then, action: fake.pure}")
        harness.finish("act", .permanent)
        #expect(harness.word("then") == "intent")
        harness.finish("then", .ok)
        #expect(harness.outcome() == "ended: nothing done")
    }

    @Test func `on_failure go_to passes over what is between`() {
        var harness = harness(
            """
            - {id: act, action: fake.once, on_failure: {go_to: last}}
            - {id: between, action: fake.once}
            - id: both
              parallel:
                - {id: left, action: fake.once}
                - {id: right, action: fake.once}
            - {id: last, action: fake.pure}
            """
        )
        harness.finish("act", .permanent)
        for step in ["between", "both", "left", "right"] {
            #expect(harness.state(step) == .skipped(.jumpedOver), "\(step)")
        }
        #expect(harness.word("last") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a jump is made only where the step failed`() {
        var harness = harness(
            """
            - {id: act, action: fake.once, on_failure: {go_to: last}}
            - {id: between, action: fake.once}
            - {id: last, action: fake.pure}
            """
        )
        harness.finish("act", .ok)
        #expect(harness.word("between") == "intent")
    }

    private static let parallel = """
        - id: both
          parallel:
            - {id: left, action: fake.once}
            - {id: right, action: fake.idempotent}
        - {id: then, action: fake.pure}
        """

    @Test func `branches start together and are all joined`() {
        var harness = harness(Self.parallel)
        #expect([harness.word("left"), harness.word("right"), harness.word("both")] == ["intent", "intent", "open"])
        harness.finish("right", .ok)
        #expect(harness.word("then") == "ready")
        harness.finish("left", .ok)
        #expect(harness.state("both") == .joined(Joined(failed: [])))
        #expect(harness.word("then") == "intent")
    }

    @Test func `a branch that fails leaves the others their chance, and then counts`() throws {
        var harness = harness(Self.parallel)
        harness.finish("left", .permanent)
        #expect(harness.word("both") == "open")
        harness.finish("right", .ok)
        let left = try #require(harness.run().playbook.steps.first { $0.id == "left" }).index
        #expect(harness.state("both") == .joined(Joined(failed: [left])))
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test func `a branch whose failure does not matter fails nothing`() {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: left, action: fake.once, on_failure: continue}
                - {id: right, action: fake.idempotent}
            """
        )
        harness.finish("left", .permanent)
        harness.finish("right", .ok)
        #expect(harness.state("both") == .joined(Joined(failed: [])))
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test func `a branch may go on alone through its retries`() {
        var harness = harness(Self.parallel)
        harness.finish("left", .ok)
        harness.finish("right", .transient)
        harness.advance(by: .seconds(1))
        #expect(harness.performed("right").count == 2)
        #expect(harness.performed("left").count == 1)
        harness.finish("right", .ok)
        #expect(harness.word("then") == "intent")
    }

    @Test(arguments: [(AttemptResult.ok, "acted, not verified"), (.permanent, "stopped"), (.unknown, "stopped")])
    func `always runs whatever became of the run`(_ answer: AttemptResult, _ outcome: String) {
        var harness = harness(
            "- {id: act, action: fake.once}",
            always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        )
        harness.finish("act", answer)
        #expect(harness.word("tell") == "intent")
        #expect(harness.performed("tell").first?.attempt.request["text"] == outcome)
        harness.finish("tell", .ok)
        #expect(harness.run().phase.outcome?.text == outcome)
        #expect(harness.run().phase.isAtRest)
    }

    @Test func `each step of always has its chance, whatever becomes of the one before`() {
        var harness = harness(
            "- {id: act, action: fake.once}",
            always: "- {id: tell, action: fake.notify}\n- {id: too, action: fake.notify}"
        )
        harness.finish("act", .ok)
        harness.finish("tell", .permanent)
        #expect(harness.word("too") == "intent")
        harness.finish("too", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test func `a step whose condition is false is skipped`() {
        var harness = harness(
            """
            - {id: act, action: fake.once, on_failure: continue}
            - {id: mend, action: fake.pure, if: steps.act.failed}
            - {id: praise, action: fake.pure, if: steps.act.ok}
            - {id: note, action: fake.pure, if: steps.mend.skipped}
            """
        )
        harness.finish("act", .ok)
        #expect(harness.state("mend") == .skipped(.conditionFalse))
        harness.finish("praise", .ok)
        #expect(harness.word("note") == "intent")
    }

    @Test func `the branches of a step that is skipped are skipped with it`() {
        var harness = harness(
            """
            - id: both
              if: event.severity == "low"
              parallel:
                - {id: left, action: fake.once}
                - {id: right, action: fake.once}
            - {id: then, action: fake.pure, if: steps.left.skipped}
            """
        )
        // They used to stay `ready`, so that a later step could not tell.
        #expect(harness.state("left") == .skipped(.conditionFalse))
        #expect(harness.word("then") == "intent")
        harness.finish("then", .ok)
        #expect(harness.outcome() == "ended: nothing done")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a condition that cannot be decided fails its step`() {
        let harness = harness("- {id: act, action: fake.once, if: event.data.level > 3}")
        #expect(harness.word("act") == "failed")
        #expect(harness.effects.isEmpty)
        #expect(harness.state("act").error?.remedy.contains("has(") == true)
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test func `later steps see what became of earlier ones`() {
        var harness = harness(
            """
            - {id: cut-off, action: fake.idempotent}
            - id: note
              action: fake.pure
              with:
                text: "${{ steps.cut_off.output.n }} ${{ steps.cut_off.attempts }} ${{ steps.cut_off.status }}"
            """
        )
        harness.finish("cut-off", .transient)
        harness.advance(by: .seconds(1))
        harness.finish("cut-off", .ok(["n": 42]))
        #expect(harness.performed("note").first?.attempt.request["text"] == "42 2 ok")
    }

    @Test func `a step sees why an earlier one failed`() {
        var harness = harness(
            """
            - {id: act, action: fake.once, on_failure: continue}
            - {id: note, action: fake.pure, with: {text: "${{ steps.act.error }}"}}
            """
        )
        harness.finish("act", .permanent)
        #expect(harness.performed("note").first?.attempt.request["text"] == "refused")
    }

    @Test func `inputs are computed from the event, once`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.pure}\n- {id: note, action: fake.pure, with: {text: \"${{ inputs.word }}\"}}",
                inputs: "{word: \"${{ event.name }} at ${{ device.id }}\"}"
            )
        )
        harness.event()
        harness.finish("act", .ok)
        #expect(harness.performed("note").first?.attempt.request["text"] == "too loud at pump-7")
    }

    /// After a restart `inputs.at` had become a text, and this step failed.
    @Test func `an input keeps its type through a restart`() {
        let note = "{id: note, action: fake.pure, with: {text: \"${{ inputs.at + duration('1h') }}\"}}"
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.pure}\n- \(note)",
            inputs: "{at: \"${{ event.time }}\"}"
        )
        let texts = [false, true].map { restarts in
            var harness = CoreHarness(text)
            harness.event()
            if restarts { harness.restart() }
            harness.finish("act", .ok)
            return harness.performed("note").first?.attempt.request["text"]
        }
        #expect(texts[0] != nil)
        #expect(texts[0] == texts[1])
    }
}
