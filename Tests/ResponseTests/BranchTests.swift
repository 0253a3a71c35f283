import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// Steps with others in them: choose, groups, loops, calls, and what ends them.
@Suite struct BranchTests {
    private func harness(_ steps: String, always: String = "", calling others: [String: String] = [:]) -> CoreHarness {
        let text = PlaybookFixture.text(steps, always: always)
        var harness = CoreHarness([PlaybookFixture.compiled(text, calling: others)])
        harness.event()
        return harness
    }

    private static let choice = """
        - id: way
          choose:
            - if: event.value > 1000000
              steps: [{id: hard, action: fake.once}]
            - if: event.value > 1000
              steps: [{id: soft, action: fake.once}, {id: after, action: fake.pure}]
          otherwise:
            - {id: none, action: fake.pure}
        - {id: then, action: fake.notify, with: {text: "${{ steps.way.output.branch }} ${{ steps.hard.skipped }}"}}
        """

    @Test func `choose takes the first branch whose condition holds, and no other`() {
        var harness = harness(Self.choice)
        #expect(
            [harness.word("hard"), harness.word("soft"), harness.word("none")] == ["skipped", "intent", "skipped"]
        )
        harness.finish("soft", .ok)
        harness.finish("after", .ok)
        #expect(harness.performed("then").first?.attempt.request["text"] == "2 true")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a choose without a branch that holds goes on`() {
        var harness = harness("- {id: way, choose: [{if: event.value < 0, steps: [{id: no, action: fake.once}]}]}")
        #expect(harness.outcome() == "ended: nothing done")
        #expect(harness.word("no") == "skipped")
        harness.restart()
        #expect(harness.violations.isEmpty)
    }

    @Test func `a condition of a branch that cannot be decided fails the step, and takes no branch`() {
        let harness = harness("- {id: way, choose: [{if: event.data.x > 1, steps: [{id: no, action: fake.once}]}]}")
        #expect(harness.word("way") == "failed")
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test func `a group stops at the failure of one of its steps, and its own on_failure decides`() {
        var harness = harness(
            """
            - id: group
              on_failure: continue
              steps: [{id: one, action: fake.once}, {id: two, action: fake.once}]
            - {id: then, action: fake.pure}
            """
        )
        harness.finish("one", .permanent)
        #expect([harness.word("group"), harness.word("two"), harness.word("then")] == ["joined", "ready", "intent"])
    }

    private static let loop = """
        - id: each
          for_each: "['a', 'b', 'c']"
          at_most: 5
          at_once: 2
          steps:
            - {id: tell, action: fake.idempotent, with: {text: "${{ item }}"}, on_failure: continue}
            - {id: log, action: fake.pure, if: steps.tell.ok}
        - {id: then, action: fake.notify, with: {text: "${{ steps.each.output.count }}/${{ steps.each.output.failed }}"}}
        """

    @Test func `a loop does its steps for each item, so many at once`() {
        var harness = harness(Self.loop)
        #expect(harness.performed("each[1]/tell").map { $0.attempt.request["text"] } == ["a"])
        #expect(harness.performed("each[2]/tell").map { $0.attempt.request["text"] } == ["b"])
        #expect(harness.word("each[3]/tell") == "ready")
        harness.restart()
        harness.finish("each[1]/tell", .permanent)
        #expect(harness.word("each[1]/log") == "skipped")
        #expect(harness.performed("each[3]/tell").map { $0.attempt.request["text"] } == ["c"])
        for round in 2...3 {
            harness.finish("each[\(round)]/tell", .ok)
            harness.finish("each[\(round)]/log", .ok)
        }
        #expect(harness.word("each[4]") == "skipped")
        #expect(harness.performed("then").first?.attempt.request["text"] == "3/0")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: rounds that a guard held took no place, and all of them began when it let them go on.
    @Test func `a round that a guard holds has its place, and the next one begins after it`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: each, for_each: \"[1, 2, 3]\", at_most: 3, steps: [{id: act, action: fake.once}]}",
                guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
            )
        )
        harness.event()
        #expect((1...3).map { harness.word("each[\($0)]/act") } == ["held", "ready", "ready"])
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run().id
        harness.decide(Decision(run: run, step: "each[1]/act", agrees: true, reason: "", by: ada, groups: []))
        for round in 1...3 {
            #expect((1...3).filter { harness.word("each[\($0)]/act") == "intent" } == [round])
            harness.finish("each[\(round)]/act", .ok)
        }
        #expect(harness.violations.isEmpty)
    }

    @Test func `an item that fails leaves the others their chance, and then counts`() {
        var harness = harness("- {id: each, for_each: \"[1, 2]\", at_most: 2, steps: [{id: act, action: fake.once}]}")
        harness.finish("each[1]/act", .permanent)
        #expect(harness.word("each[2]/act") == "intent")
        harness.finish("each[2]/act", .ok)
        #expect(harness.state("each").isFailure)
        #expect(harness.state("each").output == ["count": 2, "failed": 1, "last": nil])
    }

    @Test func `a list that is longer than it may be does nothing at all`() {
        let harness = harness(
            "- {id: each, for_each: \"[1, 2, 3]\", at_most: 2, steps: [{id: act, action: fake.once}]}"
        )
        #expect(harness.state("each").error?.reason == "its list has 3 items, and 'at_most' allows 2")
        #expect(harness.effects.isEmpty)
    }

    @Test func `what a loop left out says why: no item, its end, or that it could not begin`() {
        let steps = "steps: [{id: act, action: fake.pure}]"
        var few = harness("- {id: each, for_each: \"[1]\", at_most: 2, \(steps)}")
        #expect(few.state("each[2]/act") == .skipped(.noItem))
        few = harness("- {id: each, for_each: \"[9, 1]\", at_most: 2, while: item < 5, \(steps)}")
        #expect(few.state("each[1]") == .skipped(.loopOver))
        #expect(few.state("each[2]/act") == .skipped(.loopOver))
        few = harness("- {id: each, for_each: \"[1, 2, 3]\", at_most: 2, \(steps)}")
        #expect(few.state("each[1]/act") == .skipped(.outerFailed))
        few.restart()
        #expect(few.state("each[1]/act") == .skipped(.outerFailed))
    }

    @Test func `while ends a loop before the first item for which it is false`() {
        var harness = harness(
            "- {id: each, for_each: \"[1, 2, 9, 3]\", at_most: 4, while: item < 5, steps: [{id: act, action: fake.pure}]}"
        )
        harness.finish("each[1]/act", .ok)
        harness.finish("each[2]/act", .ok)
        #expect(harness.word("each[3]") == "skipped")
        #expect(harness.word("each[4]") == "skipped")
        #expect(harness.state("each").output == ["count": 2, "failed": 0, "last": nil])
    }

    @Test func `a round sees what the last step of the round before gave, and the loop what its last round did`() {
        var harness = harness(
            """
            - id: count
              for_each: lists.range(9)
              at_most: 9
              while: previous == null || previous.sum < 3
              steps:
                - {id: act, action: fake.pure}
                - {id: state, set: {sum: "${{ previous == null ? 1 : previous.sum + 1 }}"}}
            - {id: tell, action: fake.once, with: {text: "${{ steps.count.output.last.sum }}"}}
            """
        )
        for round in 1...3 {
            harness.restart()
            harness.finish("count[\(round)]/act", .ok)
        }
        #expect(harness.word("count[4]") == "skipped")
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["3"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `an item keeps its type, also over a restart`() {
        var harness = harness(
            """
            - {id: pause, wait: 1h}
            - id: each
              for_each: "[duration('90s'), duration('2m')]"
              at_most: 2
              steps:
                - {id: wait, wait: 1s}
                - {id: tell, action: fake.once, with: {text: "in ${{ item + duration('30s') }}"}}
            """
        )
        harness.advance(by: .seconds(3_600))
        harness.restart()
        harness.advance(by: .seconds(1))
        #expect(harness.performed("each[1]/tell").map { $0.attempt.request["text"] } == ["in 120s"])
    }

    @Test func `fail ends its list as a failure and says why`() {
        let harness = harness("- {id: no, fail: \"${{ device.id }} is none of ours\"}\n- {id: then, action: fake.once}")
        #expect(harness.state("no").error?.reason == "pump-7 is none of ours")
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test func `end ends the playbook without failure, from within a branch too, and always still runs`() {
        var harness = harness(
            """
            - id: way
              choose:
                - if: "true"
                  steps: [{id: enough, end: it is a test}, {id: never, action: fake.once}]
            - {id: then, action: fake.once}
            """,
            always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        )
        #expect(harness.word("then") == "ready")
        #expect(harness.performed("tell").first?.attempt.request["text"] == "nothing done")
        harness.restart()
        harness.advanceToNextDeadline()
        #expect(harness.effects.allSatisfy { harness.id(of: $0.intent) == "tell" })
    }

    @Test func `set gives names to later steps, with their types`() {
        let harness = harness(
            """
            - {id: names, set: {target: "fleet/${{ device.id }}", level: 3, sure: true}}
            - id: tell
              if: steps.names.output.level > 2 && steps.names.output.sure
              action: fake.notify
              with: {text: "${{ steps.names.output.target }}"}
            """
        )
        #expect(harness.performed("tell").first?.attempt.request["text"] == "fleet/pump-7")
    }

    private static let cleanup = """
        playbook: cleanup
        mode: enforce
        on: {event: manual}
        guard: {protect: "'crane' in device.tags", limit: {devices: 1, per: 1h}}
        inputs: {word: "standard of ${{ device.id }}", times: 2}
        steps:
          - {id: act, action: fake.once, with: {text: "${{ inputs.word }} ${{ inputs.times }}"}}
          - {id: look, if: steps.act.ok, action: fake.pure}
        always:
          - {id: tell, action: fake.notify}
        """

    private static let caller = """
        - {id: act, action: fake.idempotent}
        - {id: one, call: cleanup, with: {word: "${{ steps.act.status }}"}, on_failure: continue}
        - {id: two, call: cleanup}
        - {id: then, action: fake.pure}
        """

    @Test func `a called playbook's steps run with inputs of their own, and each call by itself`() {
        var harness = harness(Self.caller, calling: ["cleanup": Self.cleanup])
        harness.finish("act", .ok)
        #expect(harness.performed("one/act").first?.attempt.request["text"] == "ok 2")
        harness.restart()
        harness.finish("one/act", .permanent)
        #expect(harness.word("one/look") == "ready")
        harness.finish("one/tell", .ok)
        #expect(harness.state("one").isFailure)
        #expect(harness.performed("two/act").first?.attempt.request["text"] == "standard of pump-7 2")
        harness.finish("two/act", .ok)
        harness.finish("two/look", .ok)
        harness.finish("two/tell", .ok)
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty)
    }

    private static let commanding = """
        playbook: command
        mode: enforce
        on: {event: manual}
        guard: {limit: {devices: 1, per: 1h}}
        inputs: {base: fleet/standard}
        steps: [{id: tell, action: fake.idempotent, with: {topic: "${{ inputs.base }}/command"}}]
        """

    /// A bug taught us: the command went to the called playbook's own topic, whatever the call gave.
    @Test func `a command goes where the call says, and where nothing is said to the standard`() {
        let steps = """
            - {id: one, call: command}
            - {id: two, call: command, with: {base: plant/other}}
            - {id: three, call: command, with: {base: "${{ device.id }}"}}
            """
        var harness = harness(steps, calling: ["command": Self.commanding])
        var topics: [String?] = []
        for step in ["one/tell", "two/tell", "three/tell"] {
            topics.append(harness.performed(step).first?.attempt.request["topic"])
            harness.restart()
            harness.finish(step, .ok)
        }
        #expect(topics == ["fleet/standard/command", "plant/other/command", "pump-7/command"])
    }

    @Test func `what a called playbook protects is protected`() {
        let text = PlaybookFixture.text(Self.caller)
        var harness = CoreHarness([PlaybookFixture.compiled(text, calling: ["cleanup": Self.cleanup])])
        let crane = Device(id: Sample.device("pump-7"), tags: ["crane"])
        harness.devices[crane.id] = .found(crane)
        harness.event()
        guard case .held(let hold) = harness.state("act") else {
            Issue.record("it is held")
            return
        }
        #expect(hold.explanation.contains("guard.protect of cleanup"))
    }

    @Test func `a step that holds others takes no longer than its timeout, and what is under way is awaited`() {
        var harness = harness(
            """
            - id: both
              timeout: 30s
              on_failure: continue
              parallel:
                - {id: slow, action: fake.once, timeout: 5m}
                - {id: long, wait: 1h}
            - {id: then, action: fake.pure}
            """
        )
        harness.advance(by: .seconds(30))
        #expect([harness.word("slow"), harness.word("long"), harness.word("both")] == ["intent", "skipped", "open"])
        harness.finish("slow", .ok)
        #expect(harness.state("both").error?.reason == "it took longer than its timeout of 30 s")
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty)
    }
}
