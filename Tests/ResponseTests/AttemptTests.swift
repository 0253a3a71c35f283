import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

@Suite struct AttemptTests {
    private func harness(_ step: String) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, \(step)}"))
        harness.event()
        return harness
    }

    @Test func `the intent is stored before the effect is given`() throws {
        let harness = harness("action: fake.once")
        let intent = try #require(harness.performed("act").first)
        #expect(harness.state("act") == .intent(intent.attempt))
        #expect(intent.attempt.number == 1)
        #expect(harness.lastTurn.records.map(\.action).suffix(1) == [.stepIntent])
        #expect(harness.lastTurn.records.last?.request == intent.attempt.request.digest)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: ActionDescriptor.Receiver.allCases)
    func `each answer leads where the receiver's class says`(_ receiver: ActionDescriptor.Receiver) {
        let afterDoubt =
            switch receiver {
            case .pure, .idempotent, .fenced: "retrying"
            case .probeable: "probing"
            case .once: "in-doubt"
            }
        let table: [(AttemptResult, String)] = [
            (.ok, "ok"), (.sent, "sent"), (.transient, "retrying"), (.permanent, "failed"), (.unknown, afterDoubt),
        ]
        for (answer, expected) in table {
            var harness = harness("action: fake.\(receiver.rawValue)")
            harness.finish("act", answer)
            #expect(harness.word("act") == expected, "\(answer)")
            #expect(harness.violations.isEmpty)
        }
    }

    @Test(arguments: ActionDescriptor.Receiver.allCases)
    func `silence is doubt, and never a failure`(_ receiver: ActionDescriptor.Receiver) {
        var harness = harness("action: fake.\(receiver.rawValue), retry: {times: 2}")
        harness.advance(by: .seconds(3_600))
        #expect(harness.word("act") == (receiver.mayRepeat ? "exhausted" : "in-doubt"))
        #expect(harness.step("act").mayHaveHadEffect)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.performed("act").count == (receiver.mayRepeat ? 2 : 1))
    }

    @Test func `a driver's own answer still counts just after the deadline`() {
        var harness = harness("action: fake.once, timeout: 5s")
        harness.advance(by: .milliseconds(6_900))
        #expect(harness.word("act") == "intent")
        harness.finish("act", .ok)
        #expect(harness.word("act") == "ok")
    }

    @Test func `a doubt that was read back as done is done`() {
        var harness = harness("action: fake.probeable")
        harness.finish("act", .unknown)
        #expect(harness.probes(of: "act").map(\.attempt.number) == [1])
        harness.probed("act", .applied)
        #expect(harness.word("act") == "ok")
        #expect(harness.performed("act").count == 1)
    }

    @Test func `a doubt that was read back as not done is tried again, with the same key`() {
        var harness = harness("action: fake.probeable")
        harness.finish("act", .unknown)
        harness.probed("act", .notApplied)
        #expect(harness.word("act") == "retrying")
        harness.advance(by: .seconds(1))
        #expect(harness.performed("act").map(\.attempt.number) == [1, 2])
        #expect(Set(harness.performed("act").map(\.attempt.key)).count == 1)
    }

    @Test func `a doubt that cannot be read back stays one`() {
        var unclear = harness("action: fake.probeable")
        unclear.finish("act", .unknown)
        unclear.probed("act", .unclear)
        #expect(unclear.word("act") == "in-doubt")

        var silent = harness("action: fake.probeable")
        silent.finish("act", .unknown)
        silent.advance(by: .seconds(15))
        #expect(silent.word("act") == "in-doubt")
    }

    @Test func `a late answer changes nothing`() {
        var harness = harness("action: fake.once")
        harness.advance(by: .seconds(12))
        #expect(harness.word("act") == "in-doubt")
        let records = harness.records.count
        harness.finish("act", .ok)
        #expect(harness.word("act") == "in-doubt")
        #expect(harness.records.count == records)
        #expect(harness.lastTurn.changes.isEmpty)
    }

    @Test func `the answer to an earlier attempt does not close a later one`() {
        var harness = harness("action: fake.idempotent")
        let first = harness.performed("act")[0]
        harness.finish("act", .unknown)
        harness.advance(by: .seconds(1))
        harness.take(.finished(first.id, .permanent))
        #expect(harness.word("act") == "intent")
        #expect(harness.state("act").attempts == 2)
    }

    @Test func `an answer that comes twice counts once`() {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}\n- {id: then, action: fake.once}")
        )
        harness.event()
        harness.finish("act", .ok)
        let effects = harness.effects.count
        harness.finish("act", .ok)
        harness.finish("act", .permanent)
        #expect(harness.word("act") == "ok")
        #expect(harness.effects.count == effects)
    }

    @Test func `an answer to a run that nobody knows is dropped`() {
        var harness = harness("action: fake.once")
        let stranger = IntentID(run: RunID(Digest(of: [])), step: Step.Index(0), attempt: 1)
        harness.take(.finished(stranger, .ok))
        harness.take(.probed(stranger, .applied))
        #expect(harness.lastTurn.changes.isEmpty)
        #expect(harness.word("act") == "intent")
    }

    @Test func `what cannot be rendered fails, and is not sent`() {
        let harness = harness("action: fake.once, with: {text: unrenderable}")
        #expect(harness.word("act") == "failed")
        #expect(harness.state("act").attempts == 0)
        #expect(harness.effects.isEmpty)
        #expect(harness.touches.isEmpty)
        #expect(!harness.step("act").mayHaveHadEffect)
    }
}

extension ActionDescriptor.Receiver {
    /// As the specification has it: a repeat is right where the receiver can tell it.
    var mayRepeat: Bool { self != .once && self != .probeable }
}
