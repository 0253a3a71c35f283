import Ledger
import Response
import TestKit
import Testing

@Suite struct OutcomeTests {
    private func harness(_ steps: String) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps))
        harness.event()
        return harness
    }

    @Test func `nobody is told contained without a verification`() {
        var harness = harness("- {id: act, action: fake.once}")
        harness.finish("act", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test func `a verification that succeeds makes it contained`() {
        var harness = harness("- {id: act, action: fake.once}\n- {id: look, action: fake.verify}")
        harness.finish("act", .ok)
        harness.finish("look", .ok)
        #expect(harness.outcome() == "ended: contained")
    }

    @Test func `letting the device back in after the proof takes the word back`() {
        var harness = harness(
            """
            - {id: act, action: fake.once}
            - {id: look, action: fake.verify}
            - {id: back, action: fake.restore}
            """
        )
        harness.finish("act", .ok)
        harness.finish("look", .ok)
        harness.finish("back", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    /// A reading found it: of two branches the one that stood first in the text was taken for the earlier one.
    @Test(arguments: [["look", "back"], ["back", "look"]])
    func `a proof that had begun before a branch beside it let the device in is none`(_ answers: [String]) {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: later, steps: [{id: pause, wait: 1s}, {id: back, action: fake.restore}]}
                - {id: look, action: fake.verify}
            """
        )
        if answers[0] == "look" { harness.finish("look", .ok) }
        harness.restart()
        harness.advance(by: .seconds(1))
        #expect(harness.records(.proofOverruled).map(\.step) == ["look"])
        harness.finish("back", .ok)
        if answers[0] == "back" { harness.finish("look", .ok) }
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.records(.proofOverruled).count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [["look", "back"], ["back", "look"]])
    func `nor is one that begins while a branch beside it lets the device in`(_ answers: [String]) {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: back, action: fake.restore}
                - {id: later, steps: [{id: pause, wait: 1s}, {id: look, action: fake.verify}]}
            """
        )
        harness.advance(by: .seconds(1))
        for step in answers { harness.finish(step, .ok) }
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.records(.proofOverruled).map(\.step) == ["look"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `one that begins after that counts`() {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: back, action: fake.restore}
                - {id: later, steps: [{id: pause, wait: 1s}, {id: look, action: fake.verify}]}
            """
        )
        harness.finish("back", .ok)
        harness.advance(by: .seconds(1))
        harness.finish("look", .ok)
        #expect(harness.outcome() == "ended: contained")
        #expect(harness.records(.proofOverruled).isEmpty)
        #expect(harness.violations.isEmpty)
    }

    /// Found by reading: it went on to be called contained while one measure of two was gone.
    @Test func `from when the first measure is taken back the device is not called contained`() {
        var harness = harness(
            """
            - {id: bolt, action: fake.fenced, expires: 1h}
            - {id: lock, action: fake.fenced, expires: 2h}
            - {id: look, action: fake.verify}
            """
        )
        for step in ["bolt", "lock", "look"] { harness.finish(step, .ok) }
        #expect(harness.outcome() == "in-force: contained")
        harness.advance(by: .seconds(3_600))
        #expect(harness.word("bolt/release") == "intent")
        #expect(harness.outcome() == "in-force: acted, not verified")
        harness.finish("bolt/release", .ok)
        harness.restart()
        #expect(harness.outcome() == "in-force: acted, not verified")
        harness.advance(by: .seconds(3_600))
        harness.finish("lock/release", .ok)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    @Test func `nor where it is taken back while people are still being told`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced, expires: 1m}\n- {id: look, action: fake.verify}",
                always: "- {id: pause, wait: 1h}"
            )
        )
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("look", .ok)
        #expect(harness.outcome() == "closing: contained")
        harness.advance(by: .seconds(60))
        #expect(harness.outcome() == "closing: acted, not verified")
        harness.finish("bolt/release", .ok)
        harness.advance(by: .seconds(3_600))
        #expect(harness.outcome() == "ended: released")
        #expect(!harness.records(.runInForce).contains { $0.outcome == "contained" })
        #expect(harness.violations.isEmpty)
    }

    @Test func `a verification that was only sent proves nothing`() {
        var harness = harness("- {id: act, action: fake.once}\n- {id: look, action: fake.verify}")
        harness.finish("act", .ok)
        harness.finish("look", .sent)
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test(arguments: ["fake.verify", "fake.verify, with: {text: unrenderable}", "fake.verify, if: event.data.x > 1"])
    func `a later verification that fails takes the word back`(_ later: String) {
        var harness = harness(
            """
            - {id: act, action: fake.once}
            - {id: look, action: fake.verify}
            - {id: again, action: \(later), on_failure: continue}
            """
        )
        harness.finish("act", .ok)
        harness.finish("look", .ok)
        if harness.word("again") == "intent" { harness.finish("again", .permanent) }
        #expect(harness.word("again") == "failed")
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test func `a later verification that is skipped leaves the word standing`() {
        var harness = harness(
            """
            - {id: act, action: fake.once}
            - {id: look, action: fake.verify, on_failure: continue}
            - {id: again, action: fake.verify, if: steps.look.failed}
            """
        )
        harness.finish("act", .ok)
        harness.finish("look", .ok)
        #expect(harness.outcome() == "ended: contained")
    }

    @Test func `a failed verification that a later one mends is mended`() {
        var harness = harness(
            """
            - {id: act, action: fake.once}
            - {id: look, action: fake.verify, on_failure: continue}
            - {id: again, action: fake.verify, if: steps.look.failed}
            """
        )
        harness.finish("act", .ok)
        harness.finish("look", .permanent)
        harness.finish("again", .ok)
        #expect(harness.outcome() == "ended: contained")
    }

    @Test func `a run whose only effect is in doubt has acted`() {
        var harness = harness("- {id: act, action: fake.once, on_failure: continue}")
        harness.finish("act", .unknown)
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test func `a command that the broker took and nobody answered is sent, not ok`() {
        var harness = harness("- {id: act, action: fake.once}\n- {id: then, action: fake.pure}")
        harness.finish("act", .sent)
        #expect(harness.word("act") == "sent")
        #expect(harness.word("then") == "intent")
        #expect(harness.records(.stepSent).map(\.step) == ["act"])
    }
}
