import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// The log alone, beside what the database says: with the engine down somebody may edit that, and a step that is not there
/// begins anew.
@Suite struct RunReplayTests {
    private static let run = RunID(Digest(of: "run".utf8))

    /// A log that says these words of a step, one after the other.
    private func replay(_ words: AuditAction..., of step: String = "act") -> RunReplay {
        var replay = RunReplay()
        replay.take(AuditRecord(.runStarted, at: Sample.start, run: Self.run))
        for word in words { replay.take(AuditRecord(word, at: Sample.start, run: Self.run, step: step)) }
        return replay
    }

    /// Whether a run agrees of which the database says this.
    private func agrees(_ replay: RunReplay, _ steps: [String: String]?) -> Bool {
        let account = RunAccount(run: Self.run, phase: "running", outcome: nil, steps: steps)
        return replay.disagreements(with: account).isEmpty
    }

    @Test(arguments: [
        AuditAction.stepIntent, .stepProbing, .stepRetry, .stepOK, .stepSent, .stepUnknown, .stepExhausted, .stepFailed,
        .stepSkipped, .stepDone, .stepWaiting, .stepQueued, .guardHeld, .approvalAsked,
    ])
    func `a step of which something was said is not yet to come`(_ word: AuditAction) {
        let replay = replay(word)
        for state in ["ready", "open"] { #expect(!agrees(replay, ["act": state]), "\(state)") }
        #expect(!agrees(replay, [:]), "nor is it without a row")
    }

    @Test func `a step of which nothing was said is yet to come, or open`() {
        let replay = replay()
        for state in ["ready", "open"] { #expect(agrees(replay, ["act": state]), "\(state)") }
        #expect(agrees(replay, [:]))
        #expect(!agrees(replay, ["act": "ok"]))
        // What is only beside its states tells of none.
        #expect(agrees(self.replay(.guardWouldHold), [:]))
    }

    @Test(arguments: [
        (AuditAction.stepUnknown, AuditAction.stepAnew), (.stepOK, .stepReopened), (.guardHeld, .holdApproved),
        (.guardHeld, .guardLifted), (.guardHeld, .stepReopened), (.stepQueued, .stepReopened),
    ])
    func `a step that was let go on or opened again is to come, until something is said of it again`(
        _ last: AuditAction,
        _ word: AuditAction
    ) {
        let again = replay(last, word)
        for state in ["ready", "open"] { #expect(agrees(again, ["act": state]), "\(state)") }
        #expect(agrees(again, [:]))
        #expect(!agrees(replay(last, word, .stepIntent), ["act": "ready"]))
        #expect(!agrees(replay(last, word, .stepIntent, .stepOK), [:]))
    }

    @Test func `what is told anew later stays as it is until its turn comes`() {
        let marked = replay(.stepOK, .stepReopened)
        #expect(agrees(marked, ["act": "ok"]))
        #expect(!agrees(marked, ["act": "failed"]))
    }

    @Test func `a message that a person refused is not to come`() {
        let refused = replay(.guardHeld, .stepSkipped, .guardLifted)
        #expect(agrees(refused, ["act": "skipped"]))
        #expect(!agrees(refused, ["act": "ready"]))
    }

    @Test func `what disagrees is said in a sentence`() {
        let account = RunAccount(run: Self.run, phase: "running", outcome: nil, steps: ["b": "ready"])
        var both = replay(.stepOK, of: "a")
        both.take(AuditRecord(.stepSent, at: Sample.start, run: Self.run, step: "b"))
        #expect(
            both.disagreements(with: account) == [
                "step 'a' of run \(Self.run) is not there, and the log says 'step.ok'",
                "step 'b' of run \(Self.run) is 'ready', and the log says 'step.sent'",
            ]
        )
    }

    @Test func `where nobody knows which step is which only the run is compared`() {
        #expect(agrees(replay(.stepOK), nil))
        let ended = RunAccount(run: Self.run, phase: "ended", outcome: "contained", steps: nil)
        #expect(replay(.stepOK).disagreements(with: ended).count == 1)
    }

    /// Six lists within each other, in a playbook that is called by another one, make such a path.
    @Test func `a path that is too long for the log is passed over`() {
        let path = String(repeating: "a", count: 600)
        let cut = replay(.stepOK, of: path)
        #expect(agrees(cut, [path: "ok"]) && agrees(cut, [path: "ready"]) && agrees(cut, [:]))
    }

    /// What the database would say of a run.
    private func account(of run: Run, without path: String? = nil, ready: String? = nil) -> RunAccount {
        let states = run.playbook.steps.filter { $0.path != path }.map { step in
            (step.path, step.path == ready ? "ready" : run[step.index].state.text)
        }
        return RunAccount(
            run: run.id,
            phase: run.phase.text,
            outcome: run.phase.outcome?.text,
            steps: Dictionary(uniqueKeysWithValues: states)
        )
    }

    private func replay(_ harness: CoreHarness) -> RunReplay {
        var replay = RunReplay()
        for record in harness.records { replay.take(record) }
        return replay
    }

    @Test(arguments: [.ok, .sent, .unknown] as [AttemptResult])
    func `a command of an open run whose row was deleted or set back is found before it is sent again`(
        _ result: AttemptResult
    ) {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}\n- {id: then, action: fake.pure}")
        )
        harness.event()
        harness.finish("act", result)
        let replay = replay(harness)
        let run = harness.run()
        #expect(replay.disagreements(with: account(of: run)).isEmpty)
        #expect(replay.disagreements(with: account(of: run, without: "act")).count == 1)
        #expect(replay.disagreements(with: account(of: run, ready: "act")).count == 1)
    }

    @Test func `a release whose row was deleted is found: the measure would be in force for ever`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: bar, action: fake.fenced, expires: 1h}"))
        harness.event()
        harness.finish("bar", .ok)
        #expect(harness.word("bar/release") == "waiting")
        let replay = replay(harness)
        let run = harness.run()
        #expect(replay.disagreements(with: account(of: run)).isEmpty)
        #expect(replay.disagreements(with: account(of: run, without: "bar/release")).count == 1)
        #expect(replay.disagreements(with: account(of: run, ready: "bar/release")).count == 1)
    }
}
