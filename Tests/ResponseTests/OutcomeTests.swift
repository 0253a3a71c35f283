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
