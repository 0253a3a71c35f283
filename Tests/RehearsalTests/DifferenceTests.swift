import Rehearsal
import Testing

/// What a person reads of a test that fails.
@Suite struct DifferenceTests {
    private static let steps = """
        - {id: shut-down, action: device.command, on_failure: continue,
           with: {connection: broker, topic: "fleet/${{ device.id }}/command", payload: {command: stop, level: 3}}}
        - {id: cut, action: session.disconnect, with: {connection: broker}}
        - {id: tell, action: webhook.send, with: {connection: soc, text: "${{ device.id }} is off"}}
        """
    private static let bench = Bench(steps: steps)

    @Test func `steps are shown beside one another, with the reasons`() {
        let test = "outcomes: {cut: {fails: no such client}}\nexpect: {steps: [shut-down: ok, cut, tell]}"
        let shown = """
            steps
            - shut-down: ok
            + shut-down: sent
            - cut
            + cut: failed   (no such client)
            - tell
            """
        #expect(Self.bench.differences(test) == shown)
    }

    @Test func `of an effect what is expected is compared, member by member`() {
        let test = """
            expect:
              effects:
                - {action: device.command, topic: fleet/device-1/command, payload: {command: go}}
                - {action: session.disconnect}
                - {action: webhook.send, text: "…on", room: 5}
            """
        let shown = """
            effects
              device.command of shut-down
                topic: fleet/device-1/command
            -   payload: {"command":"go"}
            +   payload: {"command":"stop"}
              session.disconnect of cut
              webhook.send of tell
            -   text: …on
            +   text: device-1 is off
            -   room: 5
            +   room: (there is none)
            """
        #expect(Self.bench.differences(test) == shown)
    }

    @Test func `an effect too many and one too few are shown`() {
        let test =
            "expect: {effects: [{action: device.command}, {action: webhook.send}, {action: webhook.send, text: x}]}"
        let shown = Self.bench.differences(test)
        #expect(shown.contains("+ session.disconnect of cut"))
        #expect(shown.contains("- webhook.send\n-   text: x"))
    }

    @Test func `a run that does not start says why`() {
        let bench = Bench(steps: Self.steps, on: "{event: violation, if: event.metric == 'bytes'}")
        #expect(bench.differences("expect: {outcome: contained}") == "starts\n- true\n+ false: its 'on.if' is false")
        let event = "given: {event: {state: cleared, metric: bytes}}\n"
        let because = "because\n- is false\n+ the event's state is 'cleared': only an alarm starts a playbook"
        #expect(bench.differences("\(event)expect: {starts: false, because: is false}") == because)
        let type =
            "given: {event: {type: audit-finding}}\nexpect: {starts: false, because: answers events of type 'violation'}"
        #expect(bench.differences(type) == "")
    }

    @Test func `outcomes, holds and times are shown`() {
        let held =
            "given: {device: {protected: true}}\nexpect: {outcome: contained, held: {step: cut, because: a limit}, elapsed: 3s}"
        let shown = """
            held
            - cut: a limit
            + shut-down: device device-1 is protected in the registry
            outcome
            - contained
            + held
            elapsed
            - 3s
            + 0ms
            """
        #expect(Self.bench.differences(held) == shown)
    }

    @Test func `dots in a text stand for anything`() {
        let yes = ["…", "device-1…", "…off", "…is…", "device-1 … off", "…-1 … o…"]
        for text in yes {
            #expect(
                Self.bench.differences("expect: {effects: [{step: shut-down}, {step: cut}, {text: '\(text)'}]}") == ""
            )
        }
        let no = ["device…on", "…is", "device-1 is off…off", "off…"]
        for text in no {
            #expect(
                Self.bench.differences("expect: {effects: [{step: shut-down}, {step: cut}, {text: '\(text)'}]}") != ""
            )
        }
    }

    @Test func `the same tests give the same report, and no test sees another`() {
        let tests = """
            tests:
              - {name: a, given: {touched: {devices: 24, within: 1m}}, expect: {outcome: "acted, not verified"}}
              - {name: b, given: {touched: {devices: 24, within: 1m}}, expect: {outcome: "acted, not verified"}}
              - {name: c, outcomes: {tell: 503 3 times then ok}, expect: {outcome: "acted, not verified"}}
            """
        let (first, second) = (Self.bench.report(tests), Self.bench.report(tests))
        #expect(first.failed.isEmpty)
        #expect(first.results.map(\.story) == second.results.map(\.story))
        #expect(first.results.map(\.elapsed) == second.results.map(\.elapsed))
    }
}
