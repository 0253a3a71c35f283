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

    /// Every kind of step.
    private static let whole = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: names, set: {groups: ["a", "b", "c"], patience: 3}}
            - id: way
              timeout: 4m
              on_failure: continue
              choose:
                - if: device.id.endsWith("0")
                  steps:
                    - {id: pause, wait: 20s}
                    - {id: agree, approval: {people: 2, within: 90s, otherwise: skip}}
                    - {id: enough, if: steps.agree.skipped, end: nobody agreed}
              otherwise:
                - id: each
                  for_each: steps.names.output.groups
                  at_most: 4
                  at_once: 2
                  while: item != "c"
                  steps:
                    - {id: bolt, action: fake.fenced, with: {text: "${{ item }}"}, expires: 45s, retry: {times: 3}}
                    - {id: check, action: fake.pure, if: steps.bolt.ok, retry: {times: 2}}
            - {id: calm, wait: {event: violation, within: 1m}, on_failure: continue}
            - {id: help, call: called, with: {word: "${{ device.id }}"}, on_failure: continue}
            - {id: last, action: fake.once, approval: {within: 1m}, on_failure: {go_to: bye}}
            - {id: never, if: steps.names.output.patience < 3, fail: impossible}
            - {id: bye, action: fake.notify}
            """,
            named: "whole",
            on: "{event: violation, cleared: release, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 2, per: 2m}, storm: {devices: 3, per: 10s}}"
        ),
        calling: [
            "called": PlaybookFixture.text(
                "- {id: act, action: fake.idempotent, with: {text: \"${{ inputs.word }}\"}, retry: {times: 2}}",
                always: "- {id: tell, action: fake.notify, retry: {times: 2}}",
                named: "called",
                inputs: "{word: nothing}"
            )
        ]
    )

    private static let playbooks = [enforced, rehearsed, whole]

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
