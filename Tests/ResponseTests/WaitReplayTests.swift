import CEL
import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// Until when a step waits, beside the log: with the engine down somebody may bring that forward, and what keeps a device off would
/// end with the next start.
@Suite struct WaitReplayTests {
    private static let run = RunID(Digest(of: "run".utf8))
    private static let hour = Sample.start + .seconds(3_600)

    private func basis(until end: Instant?) -> StepBasis {
        StepBasis(grants: [], waived: [], request: nil, wait: StepBasis.Wait(until: end))
    }

    private func isFound(
        _ replay: RunReplay,
        _ run: RunID,
        _ path: String,
        _ state: String,
        until end: Instant?
    ) -> Bool {
        let account = RunAccount(
            run: run,
            phase: "running",
            outcome: nil,
            steps: [path: state],
            bases: [path: basis(until: end)]
        )
        let found = replay.disagreements(with: account)
        let sentence = "step '\(path)' of run \(run) does not go on from what the log says: until when it waits"
        return found.contains(sentence)
    }

    private func replay(_ harness: CoreHarness) -> RunReplay {
        var replay = RunReplay()
        for record in harness.records { replay.take(record) }
        return replay
    }

    /// A review found it.
    @Test func `the end of a measure that was moved is found`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: bar, action: fake.fenced, expires: 1h}"))
        harness.event()
        harness.finish("bar", .ok)
        let (replay, run) = (replay(harness), harness.run().id)
        for (end, found) in [
            (Self.hour, false), (Sample.start, true), (Sample.start + .seconds(86_400), true), (nil, true),
        ] as [(Instant?, Bool)] {
            #expect(isFound(replay, run, "bar/release", "waiting", until: end) == found, "\(end as Any)")
        }
    }

    @Test func `the end of a question that was moved is found`() {
        let step = "- {id: act, action: fake.once, approval: {people: 2, within: 30m, otherwise: skip}}"
        var harness = CoreHarness(PlaybookFixture.text(step))
        harness.event()
        let (replay, run) = (replay(harness), harness.run().id)
        #expect(!isFound(replay, run, "act", "asking", until: Sample.start + .seconds(1_800)))
        #expect(isFound(replay, run, "act", "asking", until: Sample.start))
        #expect(isFound(replay, run, "act", "asking", until: Self.hour))
    }

    /// A log that says this of how long a step waits.
    private func replay(_ detail: String, then: AuditAction? = nil, at time: Instant = Self.hour) -> RunReplay {
        var replay = RunReplay()
        replay.take(AuditRecord(.runStarted, at: Sample.start, run: Self.run))
        replay.take(AuditRecord(.stepWaiting, at: Sample.start, run: Self.run, step: "rest", detail: detail))
        if let then { replay.take(AuditRecord(then, at: time, run: Self.run)) }
        return replay
    }

    @Test func `a time is compared as exactly as the log says it`() {
        let time = Timestamp(nanosecondsSinceEpoch: Self.hour.nanosecondsSinceEpoch)
        for (detail, end, other) in [
            ("for 60 min", Self.hour, Self.hour + .seconds(60)),
            ("until \(time)", Self.hour, Self.hour + .nanoseconds(1)),
            ("until now", Sample.start, Self.hour), ("until the alarm is over", nil, Self.hour),
            ("until a person releases it", nil, Sample.start),
        ] as [(String, Instant?, Instant)] {
            #expect(!isFound(replay(detail), Self.run, "rest", "waiting", until: end), "\(detail)")
            #expect(isFound(replay(detail), Self.run, "rest", "waiting", until: other), "\(detail)")
        }
        #expect(!isFound(replay("as it was said once"), Self.run, "rest", "waiting", until: Sample.start))
    }

    @Test(arguments: [AuditAction.runCleared, .releaseOrdered])
    func `what earlier versions let end with the alarm, without a word, is no finding`(_ word: AuditAction) {
        let replay = replay("until the alarm is over", then: word)
        #expect(!isFound(replay, Self.run, "rest", "waiting", until: Self.hour))
        #expect(isFound(replay, Self.run, "rest", "waiting", until: Sample.start))
    }
}
