import Testing

/// What receivers do in a test, and what the core makes of it.
@Suite struct OutcomeTests {
    private static let command = """
        - id: shutdown
          action: device.command
          with: {connection: broker, topic: "fleet/${{ device.id }}/command", payload: {id: "${{ step.key }}"},
                 confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 8s}}
        """
    private static let tell = """
        - id: tell
          action: webhook.send
          with: {connection: soc, text: "${{ device.id }}"}
          retry: {times: 4, first: 1s, max: 1s}
        """

    @Test func `what a test does not name succeeds`() {
        #expect(Bench(steps: Self.command).differences("expect: {steps: [shutdown: ok], elapsed: 0s}") == "")
    }

    @Test func `a device that does not answer leaves a doubt after its time`() {
        let bench = Bench(steps: Self.command)
        let expected = "expect: {steps: [shutdown: in-doubt], outcome: stopped, elapsed: 8s}"
        #expect(bench.differences("outcomes: {device.command: no answer}\n\(expected)") == "")
        #expect(bench.differences("outcomes: {shutdown: no answer}\n\(expected)") == "")
    }

    @Test func `an answer takes the time that it takes`() {
        let bench = Bench(steps: Self.command)
        #expect(bench.differences("outcomes: {shutdown: ok after 3s}\nexpect: {elapsed: 3s}") == "")
        let late = "outcomes: {shutdown: ok after 1h}\nexpect: {steps: [shutdown: in-doubt], elapsed: 12s}"
        #expect(bench.differences(late) == "")
    }

    @Test func `one answer comes after another`() {
        let bench = Bench(steps: Self.tell)
        let sent = "expect: {steps: [tell: ok], effects: [{action: webhook.send, attempts: 3}]}"
        #expect(bench.differences("outcomes: {webhook.send: 503 twice then 200}\n\(sent)") == "")
        #expect(bench.differences("outcomes: {tell: [no answer, 429, 204]}\n\(sent)") == "")
        #expect(bench.differences("outcomes: {tell: unreachable 2 times then ok}\n\(sent)") == "")
        let exhausted = "expect: {steps: [tell: exhausted], effects: [{action: webhook.send, attempts: 4}]}"
        #expect(bench.differences("outcomes: {tell: unreachable}\n\(exhausted)") == "")
        #expect(bench.differences("outcomes: {tell: 404}\nexpect: {steps: [tell: failed], elapsed: 0s}") == "")
    }

    @Test func `a step counts before its action`() {
        let bench = Bench(steps: "\(Self.tell)\n  on_failure: continue\n\(Self.tell.replacing("tell", with: "again"))")
        let test = "outcomes: {webhook.send: ok, tell: fails}\nexpect: {steps: [tell: failed, again: ok]}"
        #expect(bench.differences(test) == "")
    }

    @Test func `a connection that is down is down for all that use it`() {
        let bench = Bench(
            steps: """
                - id: shutdown
                  action: device.command
                  with: {connection: broker, topic: "fleet/${{ device.id }}/command", payload: stop}
                  retry: {times: 20, first: 10s, max: 10s}
                  within: 10m
                """
        )
        let test =
            "outcomes: {broker: down for 30s}\nexpect: {steps: [shutdown: sent], elapsed: {at_least: 30s, at_most: 50s}}"
        #expect(bench.differences(test) == "")
        #expect(bench.differences("outcomes: {broker: down}\nexpect: {steps: [shutdown: exhausted]}") == "")
    }

    @Test func `an output and a reason are what later steps see`() {
        let bench = Bench(
            steps: """
                - {id: cut, action: session.disconnect, with: {connection: broker}, on_failure: continue}
                - {id: tell, if: "!steps.cut.ok || !steps.cut.output.disabled", action: webhook.send,
                   with: {connection: soc, text: "${{ steps.cut.status }}: ${{ steps.cut.error }}"}}
                """
        )
        #expect(bench.differences("expect: {steps: [cut, tell: skipped]}") == "")
        #expect(
            bench.differences("outcomes: {cut: {output: {disabled: false}}}\nexpect: {steps: [cut, tell: ok]}") == ""
        )
        let refused =
            "outcomes: {cut: {fails: no such client}}\nexpect: {steps: [cut: failed, tell], effects: [{step: cut}, {step: tell, text: 'failed: no such client'}]}"
        #expect(bench.differences(refused) == "")
    }

    @Test func `what a device says is judged by the condition of the wait`() {
        let bench = Bench(
            steps: """
                - id: safe
                  wait:
                    message: {connection: broker, topic: "fleet/${{ device.id }}/status"}
                    if: message.state == "safe"
                    within: 30m
                """
        )
        let said = "later: [{after: 1m, message: {topic: fleet/device-1/status, payload: {state: busy}}},"
        let safe = "{after: 3m, message: {topic: fleet/device-1/status, payload: {state: safe}}}]"
        #expect(bench.differences("\(said) \(safe)\nexpect: {steps: [safe: ok], elapsed: 3m}") == "")
        #expect(bench.differences("\(said)]\nexpect: {steps: [safe: failed], elapsed: 30m}") == "")
        #expect(bench.differences("expect: {steps: [safe: failed], elapsed: 30m}") == "")
    }

    /// A review: what a device said was null where it was no JSON.
    @Test func `what a device says in a text is the output`() {
        let bench = Bench(
            steps: """
                - id: safe
                  wait:
                    message: {connection: broker, topic: "fleet/${{ device.id }}/status"}
                    if: message.payload == "safe"
                    within: 30m
                - {id: tell, action: webhook.send, with: {connection: soc, text: "it is ${{ steps.safe.output }}"}}
                """
        )
        let said = "later: [{after: 1m, message: {topic: fleet/device-1/status, payload: safe}}]\n"
        let expected = "steps: [safe, tell], effects: [{step: tell, text: it is safe}]"
        #expect(bench.differences("\(said)expect: {\(expected)}") == "")
    }

    @Test func `an answer counts where the step's own condition accepts it`() {
        let bench = Bench(steps: Self.command)
        let right = "outcomes: {shutdown: {answers: {id: step.key}, after: 2s}}\n"
        let keyed = "effects: [{step: shutdown, payload: {id: step.key}}]"
        #expect(bench.differences("\(right)expect: {steps: [shutdown: ok], elapsed: 2s, \(keyed)}") == "")
        let wrong = "outcomes: {shutdown: {answers: {id: another}, after: 2s}}\n"
        #expect(bench.differences("\(wrong)expect: {steps: [shutdown: in-doubt], elapsed: 8s}") == "")
        let late = "outcomes: {shutdown: {answers: {id: step.key}, after: 9s}}\n"
        #expect(bench.differences("\(late)expect: {steps: [shutdown: in-doubt]}") == "")
    }

    @Test func `a stop of the engine between a command and its answer leaves a doubt`() {
        let bench = Bench(steps: "\(Self.command)\n  on_failure: continue\n\(Self.tell)")
        let test = "outcomes: {shutdown: ok after 5s}\nlater: [{after: 2s, restart: true}]\n"
        #expect(bench.differences("\(test)expect: {steps: [shutdown: in-doubt, tell: ok]}") == "")
        let repeats = "outcomes: {tell: ok after 5s}\nlater: [{after: 2s, restart: true}]\n"
        let twice = "expect: {steps: [shutdown, tell: ok], effects: [{step: shutdown}, {step: tell, attempts: 2}]}"
        #expect(bench.differences("\(repeats)\(twice)") == "")
    }
}
