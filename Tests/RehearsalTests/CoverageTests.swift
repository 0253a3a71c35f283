import Rehearsal
import Testing

/// What tests have shown of a playbook, and what is missed.
@Suite struct CoverageTests {
    private static let all = "tests:\n  - {name: a, expect: {starts: true}}"

    @Test func `steps, both ways of a condition and of a failure count`() {
        let bench = Bench(
            steps: """
                - id: cut
                  action: session.disconnect
                  with: {connection: broker}
                  on_failure: continue
                - id: tell
                  if: steps.cut.failed
                  action: webhook.send
                  with: {connection: soc, text: x}
                """
        )
        let missed = ["10: 'cut' with a failure", "11: step 'tell'", "12: 'tell' where its 'if' is true"]
        #expect(bench.missed(Self.all).filter { !$0.contains("max_age") && !$0.contains("limit") } == missed)
        let both = "\(Self.all)\n  - {name: b, outcomes: {cut: fails}, expect: {starts: true}}"
        #expect(bench.missed(both).count == 2)
    }

    @Test func `a list that is written out is never without an item`() {
        let bench = Bench(
            steps: "- {id: each, for_each: \"[1, 2]\", at_most: 2, steps: [{id: note, set: {b: 1}}]}",
            guards: "{}"
        )
        #expect(bench.missed(Self.all) == [])
    }

    @Test func `every guard counts, and each limit by itself`() {
        let bench = Bench(
            steps: "- {id: cut, action: session.disconnect, with: {connection: broker}}",
            on: "{event: violation, if: event.value > 3, cleared: stop}",
            guards: """
                {protect: device.site == "x", storm: {devices: 9, per: 1m}, freeze: [{days: [sunday]}, {days: [saturday]}],
                 limit: [{devices: 5, per: 10m}, {devices: 7, per: 1d}]}
                """
        )
        let all = [
            "an event for which 'on.if' is true", "an event for which 'on.if' is false",
            "an event older than 'max_age'",
            "the end of the alarm", "a device that 'protect' holds", "a device beyond limit 1",
            "a device beyond limit 2",
            "a storm", "freeze 1", "freeze 2",
        ]
        let nothing = bench.report("tests:\n  - {name: a, given: {event: {value: 1}}, expect: {starts: false}}")
        #expect(
            Set(nothing.coverage.missed.filter { $0.kind == .guarding }.map(\.text)) == Set(all).subtracting([all[1]])
        )
        #expect(bench.missed(Self.shown).isEmpty)
    }

    private static let shown = """
        tests:
          - {name: no, given: {event: {value: 1}}, expect: {starts: false}}
          - {name: old, given: {event: {value: 5, age: 1h}}, expect: {steps: [cut: skipped]}}
          - {name: cleared, given: {event: {value: 5}, device: {site: x}}, later: [{after: 1m, event: {state: cleared}}],
             expect: {held: guard.protect}}
          - {name: one, given: {event: {value: 5}, touched: {devices: 5, within: 5m}}, expect: {held: 10 min}}
          - {name: two, given: {event: {value: 5}, touched: {devices: 70, within: 20h}}, expect: {held: 24 h}}
          - {name: storm, given: {event: {value: 5}, alarms: {devices: 9, within: 30s}}, expect: {held: storm}}
          - {name: sunday, given: {event: {value: 5}, now: 2026-01-11T12:00:00Z}, expect: {held: frozen}}
          - {name: saturday, given: {event: {value: 5}, now: 2026-01-10T12:00:00Z}, expect: {held: frozen}}
          - {name: does, given: {event: {value: 5}}, expect: {steps: [cut: ok]}}
        """

    @Test func `branches, loops, waits and approvals count each way`() {
        let bench = Bench(
            steps: """
                - id: which
                  choose:
                    - {if: event.value == 1, steps: [{id: one, set: {a: 1}}]}
                    - {if: event.value == 2, steps: [{id: two, set: {a: 2}}]}
                - id: each
                  for_each: event.data
                  at_most: 3
                  steps: [{id: note, set: {b: "${{ item }}"}}]
                - id: back
                  wait: {event: connected, within: 5m}
                  on_failure: continue
                - id: ask
                  approval: {within: 1h, otherwise: skip}
                """,
            guards: "{}"
        )
        let some =
            "tests:\n  - {name: a, given: {event: {value: 1, data: []}}, outcomes: {ask: rejects}, expect: {starts: true}}"
        let missed = Set(bench.report(some).coverage.missed.map(\.text))
        #expect(
            missed == [
                "branch 2 of 'which'", "step 'two'", "'which' where no branch holds", "'each' with an item",
                "step 'note'",
                "'back' where it comes in time", "'back' without a failure", "'ask' approved",
                "'ask' without an answer in time",
            ]
        )
        let rest = """
            \(some)
              - {name: b, given: {event: {value: 2, data: [x]}}, later: [{after: 1m, event: {type: connected}}],
                 expect: {steps: [two, "each[1]/note", back, ask]}}
              - {name: c, given: {event: {value: 3, data: []}}, outcomes: {ask: no answer}, expect: {starts: true}}
            """
        #expect(bench.missed(rest).isEmpty)
        #expect(bench.report(rest).coverage.percent == 100)
    }

    @Test func `a called playbook's steps belong to its own tests, and taking back counts`() {
        let called = "playbook: called\nmode: enforce\non: {event: manual}\nsteps:\n  - {id: inner, set: {a: 1}}\n"
        let bench = Bench(
            """
            playbook: contain
            mode: enforce
            on: {event: violation}
            guard: {limit: {devices: 5, per: 1h}}
            steps:
              - {id: go, call: called}
              - {id: cut, action: session.disconnect, with: {connection: broker}, expires: 1h}
            """,
            calling: [called]
        )
        let report = bench.report(Self.all)
        #expect(report.coverage.count(.step) == (3, 3))
        #expect(!report.coverage.missed.contains { $0.text.contains("inner") })
    }
}
