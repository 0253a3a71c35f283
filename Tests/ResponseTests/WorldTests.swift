import Domain
import Playbooks
import Response
import TestKit
import Testing

@Suite struct WorldTests {
    private static let enforced = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: shutdown, action: fake.once, retry: {times: 3, first: 500ms, max: 5s}, on_failure: continue}
            - id: cut-off
              on_failure: {go_to: look}
              parallel:
                - {id: bar, action: fake.idempotent, retry: {times: 4}}
                - {id: gate, action: fake.fenced, retry: {times: 3}}
                - {id: switch, action: fake.probeable, retry: {times: 4}}
            - {id: note, action: fake.pure, if: steps.shutdown.failed}
            - {id: look, action: fake.verify, within: 60s}
            - {id: last, action: fake.once}
            """,
            always:
                "- {id: tell, action: fake.notify, retry: {times: 3}}\n- {id: log, action: fake.pure, retry: {times: 2}}",
            on: "{event: violation, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 2, per: 2m}}"
        )
    )

    private static let rehearsed = PlaybookFixture.compiled(
        PlaybookFixture.text(
            "- {id: shutdown, action: fake.once}\n- {id: bar, action: fake.probeable}",
            named: "ride-along",
            mode: "drill",
            guards: "{limit: {devices: 1, per: 10m}}"
        )
    )

    private static let playbooks = [enforced, rehearsed, WorldPlaybooks.whole]

    @Test(arguments: 0..<10)
    func `whatever the seed, the invariants hold`(_ chapter: UInt64) {
        for seed in (chapter * 50)..<(chapter * 50 + 50) {
            // Most worlds are one incident, which is where most goes wrong; each fourth has several, which share limits.
            let events = seed.isMultiple(of: 4) ? 3 : 1
            var world = ResponseWorld(seed: seed, playbooks: Self.playbooks, events: events)
            world.runToRest()
            #expect(world.violations == [], "seed \(seed)")
        }
    }

    @Test func `worlds are as cruel as they are meant to be`() {
        var seen: Set<String> = []
        var crashes = 0
        for seed in UInt64(1_000)..<1_100 {
            var world = ResponseWorld(seed: seed, playbooks: Self.playbooks)
            world.runToRest()
            crashes += world.crashesCount
            for run in world.harness.runs {
                if let outcome = run.phase.outcome { seen.insert(outcome.text) }
                for step in run.steps { seen.insert(step.state.text) }
            }
        }
        #expect(crashes > 30)
        for state in [
            "ok", "sent", "rehearsed", "joined", "done", "skipped", "failed", "exhausted", "in-doubt", "held",
        ] {
            #expect(seen.contains(state), "\(state)")
        }
        for outcome in RunOutcome.allCases where outcome != .nothingDone {
            #expect(seen.contains(outcome.text), "\(outcome)")
        }
    }

    @Test func `the same seed gives the same world`() {
        let stories = (0..<2).map { _ in
            var world = ResponseWorld(seed: 42, playbooks: Self.playbooks)
            world.runToRest()
            return world.harness.records
        }
        #expect(stories[0] == stories[1])
    }
}
