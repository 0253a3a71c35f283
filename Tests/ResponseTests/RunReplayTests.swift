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
    private func account(
        of run: Run,
        without path: String? = nil,
        ready: String? = nil,
        beginning: RunBeginning? = nil,
        bases: [String: StepBasis]? = nil
    ) -> RunAccount {
        let states = run.playbook.steps.filter { $0.path != path }.map { step in
            (step.path, step.path == ready ? "ready" : run[step.index].state.text)
        }
        return RunAccount(
            run: run.id,
            phase: run.phase.text,
            outcome: run.phase.outcome?.text,
            steps: Dictionary(uniqueKeysWithValues: states),
            beginning: beginning,
            bases: bases
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

    // MARK: - What beside the states decides how a run goes on

    private static let ada = Actor(name: "person:ada", proof: "bearer-token")
    private static let zed = Actor(name: "person:zed", proof: "bearer-token")

    private func beginning(
        of run: Run,
        on device: String = "pump-7",
        by actor: Actor? = nil,
        isDrill: Bool = false,
        incident: IncidentID? = nil,
        playbook: Digest? = nil
    ) -> RunBeginning {
        RunBeginning(
            incident: incident ?? run.incident,
            device: Sample.device(device),
            playbook: playbook ?? run.playbook.digest,
            startedBy: actor ?? run.startedBy,
            isDrill: isDrill
        )
    }

    /// A reading found it: the next engine acted on whatever device the row named, and the one who had asked for the run could
    /// agree to it.
    @Test func `a run that began otherwise than the log says is found`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        let replay = replay(harness)
        let run = harness.run()
        let another = Digest(of: "another".utf8)
        for (changed, words) in [
            (beginning(of: run), nil),
            (beginning(of: run, on: "pump-2"), "is about device:pump-2, and the log says device:pump-7"),
            (beginning(of: run, by: Self.zed), "did not begin as the log says: who started it"),
            (beginning(of: run, isDrill: true), "did not begin as the log says: whether it is a drill"),
            (beginning(of: run, incident: IncidentID(another)), "did not begin as the log says: its incident"),
            (beginning(of: run, playbook: another), "did not begin as the log says: its playbook"),
        ] as [(RunBeginning, String?)] {
            let found = replay.disagreements(with: account(of: run, beginning: changed))
            #expect(found == words.map { ["run \(run.id) \($0)"] } ?? [])
        }
    }

    @Test func `a name that somebody had taken out, of the log or of a run that has ended, is nobody's`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.start(harness.playbooks[0], Sample.event("e-1", at: harness.now))
        let run = harness.run()
        let nobody = Actor(name: "person", proof: "local-user")
        func isFound(said: Actor, kept: Actor, isEnded: Bool) -> Bool {
            var replay = RunReplay()
            replay.take(
                AuditRecord(
                    .runStarted,
                    at: Sample.start,
                    by: said,
                    incident: run.incident,
                    run: run.id,
                    playbook: run.playbook.digest
                )
            )
            if isEnded { replay.take(AuditRecord(.runEnded, at: Sample.start, run: run.id, outcome: "contained")) }
            let account = RunAccount(
                run: run.id,
                phase: isEnded ? "ended" : "running",
                outcome: isEnded ? "contained" : nil,
                steps: nil,
                beginning: beginning(of: run, by: kept)
            )
            return !replay.disagreements(with: account).isEmpty
        }
        #expect(!isFound(said: nobody, kept: Self.ada, isEnded: false))
        #expect(!isFound(said: Self.ada, kept: nobody, isEnded: true))
        #expect(isFound(said: Self.ada, kept: nobody, isEnded: false))
        #expect(isFound(said: Self.ada, kept: Self.zed, isEnded: true))
    }

    private func order(_ harness: inout CoreHarness, of device: String = "pump-7", agrees: Bool = true, by actor: Actor)
    {
        let run = harness.run(of: device).id
        harness.decide(Decision(run: run, step: "act", agrees: agrees, reason: "", by: actor, groups: []))
    }

    private static let twoPeople = "- {id: act, action: fake.once, approval: {people: 2, within: 30m, otherwise: skip}}"

    /// A reading found it: people who had never been asked had agreed.
    @Test func `who agreed are those of the log, and nobody else`() {
        var harness = CoreHarness(PlaybookFixture.text(Self.twoPeople))
        harness.event()
        order(&harness, by: Self.ada)
        let replay = replay(harness)
        let run = harness.run()
        func isFound(_ grants: [Actor]) -> Bool {
            let bases = ["act": StepBasis(grants: grants, waived: [], request: nil)]
            return !replay.disagreements(with: account(of: run, bases: bases)).isEmpty
        }
        #expect(!isFound([Self.ada]))
        for forged in [[], [Self.zed], [Self.ada, Self.zed], [Self.ada, Self.ada]] { #expect(isFound(forged)) }
        let found = replay.disagreements(with: account(of: run, bases: [:]))
        #expect(
            found == ["step 'act' of run \(run.id) does not go on from what the log says: who agreed to it"]
        )
        #expect(replay.disagreements(with: account(of: run)).isEmpty, "an export says nothing of it")
    }

    @Test func `whoever agreed before somebody refused may count no more`() {
        var harness = CoreHarness(PlaybookFixture.text(Self.twoPeople))
        harness.event()
        order(&harness, by: Self.ada)
        order(&harness, agrees: false, by: Self.zed)
        #expect(harness.step("act").grants.isEmpty)
        let refused = harness.run()
        #expect(replay(harness).disagreements(with: account(of: refused, bases: [:])).isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what a person let a step pass is what the log says`() {
        let steps = "- {id: act, action: fake.once}"
        var harness = CoreHarness(PlaybookFixture.text(steps, guards: "{limit: {devices: 1, per: 10m}}"))
        harness.event("e-1", of: "pump-7")
        harness.event("e-2", of: "pump-8")
        func isFound(_ causes: Hold.Cause...) -> Bool {
            let bases = ["act": StepBasis(grants: [], waived: causes, request: nil)]
            let account = account(of: harness.run(of: "pump-8"), bases: bases)
            return !replay(harness).disagreements(with: account).isEmpty
        }
        #expect(isFound(.limit) && !isFound())
        order(&harness, of: "pump-8", by: Self.ada)
        #expect(harness.records(.holdApproved).count == 1)
        #expect(!isFound(.limit) && isFound(.protected) && isFound(.limit, .protected))
    }

    @Test func `what is sent again is what the log says was sent`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.idempotent}"))
        harness.event()
        let replay = replay(harness)
        let run = harness.run()
        let sent = try #require(harness.state("act").attempt?.request)
        let other = RenderedRequest(
            action: sent.action,
            connection: sent.connection,
            device: Sample.device("pump-2"),
            fields: sent.fields
        )
        for (request, isFound) in [(sent, false), (other, true)] {
            let bases = ["act": StepBasis(grants: [], waived: [], request: request.digest)]
            #expect(replay.disagreements(with: account(of: run, bases: bases)).isEmpty != isFound)
        }
    }
}
