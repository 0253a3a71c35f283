import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

@Suite struct RecordTests {
    @Test func `the audit log tells the whole story, in order`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                """
                - {id: act, action: fake.once}
                - id: both
                  parallel:
                    - {id: left, action: fake.probeable}
                    - {id: right, action: fake.idempotent}
                - {id: look, action: fake.verify}
                """,
                always: "- {id: tell, action: fake.notify}"
            )
        )
        harness.event()
        harness.finish("act", .ok)
        harness.finish("left", .unknown)
        harness.probed("left", .applied)
        harness.finish("right", .transient)
        harness.advance(by: .seconds(1))
        harness.finish("right", .ok)
        harness.finish("look", .ok)
        harness.finish("tell", .ok)
        #expect(
            harness.story == [
                "event.accepted", "incident.opened", "run.started", "step.intent act", "step.ok act",
                "step.intent left", "step.intent right", "step.probing left", "step.ok left", "step.retry right",
                "step.intent right", "step.ok right", "step.ok both", "step.intent look", "step.ok look",
                "run.closing", "step.intent tell", "step.ok tell", "run.ended",
            ]
        )
        #expect(harness.violations == [])
    }

    @Test func `an entry names its run, its step, its attempt and its version`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.idempotent}"))
        harness.event()
        harness.finish("act", .transient)
        harness.advance(by: .seconds(1))
        harness.finish("act", .ok)
        let run = harness.run()
        let record = try #require(harness.records(.stepOK).first)
        #expect(record.run == run.id)
        #expect(record.incident == run.incident)
        #expect(record.step == "act")
        #expect(record.attempt == 2)
        #expect(record.playbook == run.playbook.digest)
        #expect(record.object == .device(run.device.id))
        #expect(record.evidence == Digest(of: "it says so".utf8))
        #expect(harness.records(.stepIntent).map(\.attempt) == [1, 2])
        #expect(Set(harness.records(.stepIntent).map(\.request)).count == 1)
    }

    /// A reading found it: the log said of silence what it says of a refusal, and whoever reads it called both a failure.
    @Test func `an attempt is said to have failed only where that is proven, repeated or not`() {
        func words(_ first: AttemptResult, _ second: AttemptResult) -> [String?] {
            var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.idempotent, retry: {times: 2}}"))
            harness.event()
            harness.finish("act", first)
            harness.advance(by: .seconds(1))
            harness.finish("act", second)
            return (harness.records(.stepRetry) + harness.records(.stepExhausted)).map(\.outcome)
        }
        #expect(words(.transient, .transient) == ["transient", "transient"])
        #expect(words(.transient, .unknown) == ["transient", "unknown"])
        #expect(words(.unknown, .transient) == ["unknown", "unknown"], "one of them may have had its effect")
        #expect(words(.unknown, .unknown) == ["unknown", "unknown"])
    }

    @Test func `what was read back as not done has failed`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.probeable}"))
        harness.event()
        harness.finish("act", .unknown)
        harness.probed("act", .notApplied)
        #expect(harness.records(.stepRetry).map(\.outcome) == ["transient"])
    }

    @Test func `an entry says why`() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        harness.finish("act", .permanent)
        #expect(harness.records(.stepFailed).map(\.detail) == ["refused"])
        #expect(harness.records(.runPaused).map(\.outcome) == ["stopped"])
    }
}
