import CEL
import Domain
import Ledger
import Ports
import Response

/// Transactions such as an engine writes: runs that pass through every state that a step can be in.
enum StoreScript {
    static let origin = LedgerFixture.origin

    private static let enforced = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: act, action: fake.once, retry: {times: 2}, on_failure: {go_to: both}}
            - {id: passed, action: fake.pure}
            - id: both
              on_failure: continue
              parallel:
                - {id: left, action: fake.probeable}
                - {id: right, action: fake.idempotent, retry: {times: 2}}
            - {id: never, action: fake.pure, if: steps.left.skipped}
            - {id: look, action: fake.verify}
            """,
            always: "- {id: tell, action: fake.notify}",
            guards: "{limit: {devices: 3, per: 10m}}"
        )
    )

    private static let skipping = PlaybookFixture.compiled(
        PlaybookFixture.text(
            "- {id: act, action: fake.once}",
            named: "skips",
            on: "{event: skip, max_age: 1m}",
            guards: "{limit: {devices: 1, per: 10m}, over: skip}"
        )
    )

    private static let rehearsed = PlaybookFixture.compiled(
        PlaybookFixture.text(
            "- {id: act, action: fake.once}",
            named: "ride-along",
            mode: "drill",
            on: "{event: skip}",
            guards: "{limit: {devices: 1, per: 10m}}"
        )
    )

    /// In their order, each with the time of its turn.
    static func transactions() throws -> [(at: Instant, transaction: Transaction)] {
        var harness = CoreHarness([enforced, skipping, rehearsed])
        contain(&harness)
        failAndDoubt(&harness)
        skipAndRehearse(&harness)
        var writer = try LedgerFixture.writer()
        return harness.turns.map {
            (
                $0.at,
                Transaction(
                    changes: $0.turn.changes,
                    entries: writer.append($0.turn.records, salting: LedgerFixture.salt)
                )
            )
        }
    }

    /// ok, sent, skipped, retrying, probing, joined; then a run that ended.
    private static func contain(_ harness: inout CoreHarness) {
        harness.event("e-1", of: "pump-1")
        harness.finish("act", .success(Completion(.sent, evidence: "handed over")))
        harness.finish("passed", .success(done))
        harness.finish("left", .failure(.unknownOutcome(Sample.error("no answer"))))
        harness.finish("right", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(5))))
        harness.probed("left", .applied(done))
        harness.advance(by: .seconds(5))
        harness.finish("right", .success(done))
        harness.finish("look", .success(done))
        harness.event("e-1b", of: "pump-1")
        harness.finish("tell", .success(done))
    }

    /// failed, jumped over, in doubt, exhausted, then held.
    private static func failAndDoubt(_ harness: inout CoreHarness) {
        harness.event("e-2", of: "pump-2")
        harness.finish("act", .failure(.permanent(Sample.error("refused"))))
        harness.finish("left", .failure(.unknownOutcome(Sample.error("no answer"))))
        harness.probed("left", .unclear(Sample.error("nobody knows")))
        harness.finish("right", .failure(.transient(Sample.error("busy"))))
        harness.advance(by: .seconds(1))
        harness.finish("right", .failure(.transient(Sample.error("busy"))))
        harness.finish("look", .failure(.permanent(Sample.error("still there"))))
        harness.event("e-3", of: "pump-3")
        harness.restart()
        harness.event("e-4", of: "pump-4")
    }

    /// Too old, over a limit, rehearsed, and what would have held.
    private static func skipAndRehearse(_ harness: inout CoreHarness) {
        let old = harness.now - .seconds(120)
        harness.event(Sample.event("s-1", of: "pump-5", type: "skip", at: old))
        harness.event(Sample.event("s-2", of: "pump-6", type: "skip", at: harness.now))
        harness.event(Sample.event("s-3", of: "pump-7", type: "skip", at: harness.now))
        for effect in harness.awaited where effect.intent.isDrill {
            harness.take(.finished(effect.intent.id, .success(.rehearsed)))
        }
    }

    private static let done = Completion(
        .confirmed,
        output: ["n": 42, "list": [1, true, .null]],
        evidence: "it says so"
    )
}
