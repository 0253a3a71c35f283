import Testing

/// The world around the event: the registry, the fleet, people, time.
@Suite struct WorldTests {
    private static let cut = "- {id: cut, action: session.disconnect, with: {connection: broker}}"

    @Test func `a device is what the registry says of it`() {
        let bench = Bench(
            steps: Self.cut,
            guards: "{limit: {devices: 5, per: 1h}, protect: '\"spare\" in device.tags'}"
        )
        #expect(bench.differences("expect: {steps: [cut: ok]}") == "")
        let tagged = "given: {device: {id: cam-7, tags: [spare]}}\n"
        #expect(bench.differences("\(tagged)expect: {held: {step: cut, because: is true for device cam-7}}") == "")
        let protected = "given: {device: {protected: true}}\n"
        #expect(bench.differences("\(protected)expect: {outcome: held, held: is protected in the registry}") == "")
        let silent = "given: {registry: unavailable}\n"
        #expect(bench.differences("\(silent)expect: {held: the registry could not say, effects: []}") == "")
    }

    @Test func `limits count what was touched before`() {
        let bench = Bench(
            steps: Self.cut,
            guards: "{limit: [{devices: 5, per: 10m}, {share: 10%, of: site, per: 1h}], over: hold}"
        )
        let full =
            "given: {device: {site: paint}, touched: {devices: 5, within: 5m}}\nexpect: {held: may touch 5 devices in 10 min}"
        #expect(bench.differences(full) == "")
        let room = "given: {device: {site: paint}, touched: {devices: 4, within: 5m}}\nexpect: {steps: [cut: ok]}"
        #expect(bench.differences(room) == "")
        let edge = "given: {device: {site: paint}, touched: {devices: 5, within: 10m}}\nexpect: {outcome: held}"
        #expect(bench.differences(edge) == "")
        let site =
            "given: {device: {site: paint}, fleet: {size: 90, sites: {paint: 20}}, touched: [{devices: 2, within: 30m, site: paint}]}"
        #expect(bench.differences("\(site)\nexpect: {held: may touch 2 devices of site paint}") == "")
        let elsewhere = site.replacing("within: 30m, site: paint", with: "within: 30m, site: hall-2")
        #expect(bench.differences("\(elsewhere)\nexpect: {steps: [cut]}") == "")
    }

    @Test func `a storm, a freeze and an old event touch no device`() {
        let bench = Bench(
            steps: Self.cut,
            on: "{event: violation, max_age: 5m}",
            guards:
                "{limit: {devices: 5, per: 1h}, storm: {devices: 200, per: 5m}, freeze: {days: [saturday], zone: UTC}}"
        )
        #expect(bench.differences("given: {alarms: {devices: 199, within: 4m}}\nexpect: {held: are a storm}") == "")
        #expect(bench.differences("given: {alarms: {devices: 198, within: 4m}}\nexpect: {steps: [cut]}") == "")
        #expect(bench.differences("given: {now: 2026-01-10T03:00:00Z}\nexpect: {held: automation is frozen}") == "")
        #expect(
            bench.differences("given: {event: {age: 6m}}\nexpect: {steps: [cut: skipped], outcome: nothing done}") == ""
        )
        #expect(bench.differences("given: {event: {age: 5m}}\nexpect: {steps: [cut: ok]}") == "")
    }

    @Test func `an event of a file is that event, as old as it was`() {
        let bench = Bench(steps: Self.cut, on: "{event: violation, if: event.metric == 'bytes', max_age: 30s}")
        let file = "given: {event: {file: loud.json}}\n"
        #expect(bench.differences("\(file)expect: {steps: [cut: ok], effects: [{device: pump-9}]}") == "")
        let later = "given: {event: {file: loud.json}, now: 2026-01-05T12:00:00Z}\n"
        #expect(bench.differences("\(later)expect: {steps: [cut: skipped]}") == "")
        #expect(bench.differences("given: {event: {file: loud.json, metric: packets}}\nexpect: {starts: false}") == "")
    }

    @Test func `inputs are replaced as the environment would`() {
        let bench = Bench(
            steps: "- {id: tell, action: webhook.send, with: {connection: soc, text: \"${{ inputs.room }}\"}}",
            inputs: "{room: one}"
        )
        #expect(bench.differences("expect: {effects: [{text: one}]}") == "")
        #expect(bench.differences("given: {inputs: {room: two}}\nexpect: {effects: [{text: two}]}") == "")
    }

    // What a rehearsed step gives was nothing, and the step that reads it failed.
    @Test func `in a drill a step reads what an earlier one usually gives`() {
        let bench = Bench(
            steps: """
                - {id: ask, action: webhook.send, with: {connection: soc, text: hm}}
                - id: again
                  if: steps.ask.output.status == 200
                  action: webhook.send
                  with: {connection: soc, text: "${{ steps.ask.output.status }}"}
                """,
            mode: "drill"
        )
        let effects = "effects: [{step: ask}, {step: again, text: \"200\"}]"
        #expect(bench.differences("expect: {steps: [ask: rehearsed, again: rehearsed], \(effects)}") == "")
    }

    @Test func `a mode is the test's own, and is lifted only by name`() {
        let bench = Bench(steps: Self.cut, mode: "drill")
        #expect(bench.differences("expect: {steps: [cut: rehearsed], outcome: drilled}") == "")
        #expect(
            bench.differences("given: {mode: enforce}\nexpect: {steps: [cut: ok], outcome: 'acted, not verified'}")
                == ""
        )
        #expect(bench.differences("given: {mode: observe}\nexpect: {starts: false, because: counts only}") == "")
        let asked = "given: {mode: ask}\noutcomes: {person: rejects}\nexpect: {steps: [cut: failed], effects: []}"
        #expect(bench.differences(asked) == "")
    }

    @Test func `people are asked, and have their time`() {
        let bench = Bench(
            steps: """
                - id: revoke
                  action: certificate.revoke
                  with: {connection: registry, reason: keyCompromise}
                  approval: {from: soc-leads, people: 2, within: 30m, otherwise: skip}
                """
        )
        #expect(bench.differences("expect: {steps: [revoke: ok], elapsed: 0s}") == "")
        let both = "outcomes: {person: [approves after 5m, approves after 6m]}\n"
        #expect(bench.differences("\(both)expect: {steps: [revoke: ok], elapsed: 6m}") == "")
        let one = "outcomes: {person: {revoke: approves after 5m}}\n"
        #expect(bench.differences("\(one)expect: {steps: [revoke: skipped], elapsed: 30m}") == "")
        let no = "outcomes: {person: [approves after 1m, rejects after 2m]}\n"
        #expect(bench.differences("\(no)expect: {steps: [revoke: skipped], elapsed: 2m, effects: []}") == "")
        #expect(bench.differences("outcomes: {person: no answer}\nexpect: {steps: [revoke: skipped]}") == "")
    }

    @Test func `a day passes, and what was done is taken back`() {
        let bench = Bench(steps: "- {id: cut, action: session.disconnect, with: {connection: broker}, expires: 24h}")
        let test = """
            expect:
              steps: [cut: ok, cut/release: ok]
              effects: [{action: session.disconnect}, {action: session.restore}]
              outcome: ["acted, not verified", released]
              elapsed: 0s
            """
        #expect(bench.differences(test) == "")
    }

    @Test func `the end of the alarm comes later`() {
        let bench = Bench(
            steps:
                "\(Self.cut)\n- {id: pause, wait: 1h}\n- {id: verify, action: device.verify, with: {broker: broker, registry: registry}}",
            on: "{event: violation, cleared: release}"
        )
        let cleared = "later: [{after: 10m, event: {state: cleared}}]\n"
        let expected = "steps: [cut: ok, pause: skipped, cut/release: ok], outcome: ['acted, not verified', released]"
        #expect(bench.differences("\(cleared)expect: {\(expected)}") == "")
    }

    @Test func `further events join, or start runs of their own`() {
        let bench = Bench(steps: Self.cut, on: "{event: violation, dedupe: {by: device.id, for: 15m}}")
        #expect(bench.differences("later: [{after: 10m, event: {value: 5}}]\nexpect: {runs: 1}") == "")
        #expect(bench.differences("later: [{after: 16m, event: {value: 5}}]\nexpect: {runs: 2}") == "")
    }

    @Test func `what people start is started by one`() {
        let bench = Bench(steps: Self.cut, on: "{event: manual}")
        #expect(bench.differences("expect: {steps: [cut: ok]}") == "")
    }

    /// What `docs/playbooks.md` shows of a device that is asked three times.
    @Test(arguments: [
        ("tries[1]/ask: {answers: {id: step.key}}", 1),
        ("tries[1]/ask: no answer, tries[2]/ask: {answers: {id: step.key}}", 2),
        ("device.command: no answer", 3), ("tries[1]/ask: ok", 1),
    ])
    func `a loop asks a silent device again, and stops at the first answer`(
        _ outcomes: String,
        _ asked: Int
    ) {
        let bench = Bench(
            steps: """
                - id: tries
                  for_each: "[1, 2, 3]"
                  at_most: 3
                  while: previous == null
                  steps:
                    - id: ask
                      action: device.command
                      with:
                        connection: broker
                        topic: fleet/${{ device.id }}/command
                        payload: {command: stop, id: "${{ step.key }}"}
                        confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 10s}
                      on_failure: continue
                - {id: deaf, if: steps.tries.output.last == null, fail: the device answered none of three commands}
                """
        )
        let steps = (1...asked).map { "{step: \"tries[\($0)]/ask\"}" }.joined(separator: ", ")
        let given = outcomes.split(separator: ", ").map { "  \($0)\n" }.joined()
        #expect(bench.differences("outcomes:\n\(given)expect: {effects: [\(steps)]}") == "")
    }
}
