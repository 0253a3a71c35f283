import CEL
import Domain
import Playbooks
import Testing

@Suite struct PlaybookCompilerTests {
    static let full = """
        playbook: contain-it
        description: Cuts a device off.
        severity: high
        mode: enforce
        on:
          event: violation
          if: event.metric == "aws:message-byte-size" && event.value > 100000
          max_age: 5m
          dedupe: {by: device.site, for: 1h}
        guard:
          protect: device.tags.exists(t, t == "life-safety")
          limit:
            - {devices: 25, per: 10m}
            - {devices: 100, per: 1d}
          over: skip
        inputs:
          command_topic: fleet/${{ device.id }}/command
          patience: 3
        steps:
          - id: shutdown
            action: device.command
            with:
              connection: broker
              topic: ${{ inputs.command_topic }}
              payload: {command: shutdown, reason: "${{ event.name }}", id: "${{ step.key }}"}
              confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 20s}
            retry: {times: 3, first: 500ms, max: 5s}
            on_failure: continue
          - id: cut-off
            parallel:
              - {id: bar, action: session.disconnect, with: {connection: broker}}
              - {id: deactivate, action: certificate.deactivate, with: {connection: registry}, timeout: 1m}
            on_failure: {go_to: tell}
          - id: silent
            if: steps.cut_off.ok && steps.bar.ok
            action: device.verify
            with: {broker: broker, registry: registry, within: 60s}
            within: 90s
          - id: tell
            action: webhook.send
            with: {connection: soc, text: "${{ device.id }}: ${{ steps.silent.status }}"}
        always:
          - id: close
            action: note
            with: {text: "${{ run.outcome }}"}
        """

    @Test func `a playbook reads as it was written`() throws {
        let playbook = try Compiling.playbook(Self.full)
        #expect(playbook.name == "contain-it")
        #expect(playbook.summary == "Cuts a device off.")
        #expect(playbook.severity == .high)
        #expect(playbook.mode == .enforce)
        #expect(playbook.digest == Digest(of: Self.full.utf8))
        #expect(playbook.text == Self.full)
        #expect(playbook.trigger.event == "violation")
        #expect(playbook.trigger.maxAge == .seconds(300))
        #expect(playbook.trigger.dedupe.window == .seconds(3600))
        #expect(playbook.guards.limits.map(\.amount) == [.devices(25), .devices(100)])
        #expect(playbook.guards.over == .skip)
        #expect(playbook.inputs.map(\.name) == ["command_topic", "patience"])
    }

    @Test func `steps are counted with their branches, in the order of the text`() throws {
        let playbook = try Compiling.playbook(Self.full)
        // What takes steps back comes last.
        let written = playbook.steps.dropLast(playbook.releases.count)
        #expect(written.map(\.id) == ["shutdown", "cut-off", "bar", "deactivate", "silent", "tell", "close"])
        #expect(playbook.steps.map(\.index.position) == Array(0..<9))
        #expect(playbook.main.map(\.position) == [0, 1, 4, 5])
        #expect(playbook.always.map(\.position) == [6])
        guard case .parallel(let branches) = playbook.steps[1].body else {
            Issue.record("cut-off is parallel")
            return
        }
        #expect(branches.map(\.position) == [2, 3])
        #expect(
            written.map(\.onFailure) == [.continue, .goTo(Step.Index(5)), .stop, .stop, .stop, .stop, .stop]
        )
    }

    @Test func `an attempt lasts as long as what it waits for, unless it is said otherwise`() throws {
        let playbook = try Compiling.playbook(Self.full)
        let shutdown = try #require(Compiling.call(0, in: playbook))
        #expect(shutdown.timeout == .seconds(20))
        #expect(shutdown.overall == .seconds(120))
        #expect(shutdown.retry == RetryPolicy(times: 3, first: .milliseconds(500), max: .seconds(5)))
        #expect(shutdown.confirmation?.within == .seconds(20))
        let deactivate = try #require(Compiling.call(3, in: playbook))
        #expect(deactivate.timeout == .seconds(60))
        #expect(deactivate.overall == .seconds(900))
        #expect(deactivate.retry == .standard)
        let silent = try #require(Compiling.call(4, in: playbook))
        #expect(silent.timeout == .seconds(60))
        #expect(silent.overall == .seconds(90))
    }

    @Test func `connections are named apart from parameters`() throws {
        let playbook = try Compiling.playbook(Self.full)
        let shutdown = try #require(Compiling.call(0, in: playbook))
        #expect(shutdown.connection == "broker")
        #expect(shutdown.parameters.map(\.name) == ["topic", "payload"])
        let silent = try #require(Compiling.call(4, in: playbook))
        #expect(silent.connections.map(\.name) == ["broker", "registry"])
        #expect(silent.parameters.map(\.name) == ["broker", "registry", "within"])
        #expect(silent.parameters.last?.template.constant == .duration(TimeSpan(nanoseconds: 60_000_000_000)))
    }

    @Test func `what is not said is a cautious default`() throws {
        let playbook = try Compiling.playbook(Compiling.noting("x"))
        #expect(playbook.severity == .medium)
        #expect(playbook.trigger.maxAge == .seconds(600))
        #expect(playbook.trigger.dedupe.window == .seconds(900))
        #expect(playbook.trigger.dedupe.by.source == "device.id")
        #expect(playbook.guards.over == .hold)
        #expect(playbook.steps[0].onFailure == .stop)
        #expect(!playbook.trigger.isManual)
    }

    @Test func `expressions see what the interpreter hands in`() throws {
        let playbook = try Compiling.playbook(Self.full)
        var facts = try Sample.facts()
        let trigger = playbook.scope.bindings(facts)
        #expect(try playbook.trigger.condition?.evaluate(trigger) == true)
        #expect(try playbook.trigger.dedupe.by.evaluate(trigger) == "plant-1")
        #expect(try playbook.guards.protect.first?.condition.evaluate(trigger) == false)
        facts.inputs = try playbook.inputs.map { try $0.template.render(trigger, for: .value) }
        #expect(facts.inputs == ["fleet/pump-7/command", 3])

        let ok = Facts.StepResult(status: "ok", isOK: true)
        facts.result = { $0.position < 3 ? ok : .pending }
        #expect(try playbook.steps[4].condition?.evaluate(playbook.scope.bindings(facts)) == true)
        facts.result = { $0.position < 2 ? ok : .pending }
        #expect(try playbook.steps[4].condition?.evaluate(playbook.scope.bindings(facts)) == false)
    }

    @Test func `a confirmation sees the members of the answer`() throws {
        let playbook = try Compiling.playbook(Self.full)
        let condition = try #require(Compiling.call(0, in: playbook)?.confirmation?.condition)
        var bindings = playbook.scope.bindings(try Sample.facts())
        func answer(_ json: Value) throws -> Value {
            playbook.scope.add(Facts.Message(topic: "t", payload: "p", json: json), to: &bindings)
            return try condition.evaluate(bindings)
        }
        #expect(try answer(["id": "k-1"]) == true)
        #expect(try answer(["id": "k-0"]) == false)
        #expect(throws: EvaluationError.self) { try answer("no object") }
    }

    @Test func `a file that is no playbook is refused with a place`() {
        #expect(Compiling.places("") == ["1:1 YM0202"])
        #expect(Compiling.places("- a") == ["1:1 YM0203"])
        #expect(Compiling.places("a: *b") == ["1:4 YM0108"])
    }

    @Test func `all problems are reported at once, in source order`() {
        let text = """
            playbook: Bad Name
            mode: enforced
            on: {event: violation, if: evnt.value > 1, max_age: soon}
            steps:
              - id: a
                action: device.isolat
              - id: a
                action: webhook.send
                with: {connection: broker, text: hi, tx: 1}
                on_failure: {go_to: a}
            alwys: []
            """
        #expect(
            Compiling.places(text) == [
                "1:11 PB0201", "2:7 YM0204", "3:28 PB0301", "3:53 YM0205", "6:13 PB0101", "7:9 PB0202", "9:24 PB0106",
                "9:42 PB0102", "10:25 PB0204", "11:1 YM0201",
            ]
        )
    }

    @Test func `a rejection reads as a terminal shows it`() throws {
        let text = Compiling.playbook(steps: "- id: off\n  action: device.comand")
        let rejected = try #require(throws: PlaybookRejected.self) { try Compiling.playbook(text) }
        #expect(
            rejected.description == """
                test.yaml:6:13: error[PB0101]: no action 'device.comand'
                  6 |     action: device.comand
                    |             ^^^^^^^^^^^^^ did you mean 'device.command'?
                """
        )
    }

    @Test func `the same text is the same version, another is not`() throws {
        let one = try Compiling.playbook(Compiling.noting("x")).digest
        #expect(try Compiling.playbook(Compiling.noting("x")).digest == one)
        #expect(try Compiling.playbook(Compiling.noting("y")).digest != one)
    }

    @Test func `bytes that are not text are refused like any problem`() throws {
        let rejected = try #require(throws: PlaybookRejected.self) {
            try Compiling.compiler.compile(bytes: [0x61, 0xFF], file: "test.yaml")
        }
        #expect(rejected.diagnostics.map(\.code) == ["YM0101"])
    }
}

/// How long it takes is measured in `Benchmarks/`.
@Suite struct LongPlaybookTests {
    /// Five hundred steps with three expressions each.
    static let text = Compiling.playbook(
        steps: (0..<500).map { number in
            """
            - id: step-\(number)
              if: device.registered && \(number == 0 ? "true" : "steps.step_\(number - 1).ok")
              action: webhook.send
              with: {connection: soc, text: "${{ device.id }}: ${{ event.name }}"}
              on_failure: continue
            """
        }.joined(separator: "\n")
    )

    @Test func `five hundred steps compile`() throws {
        #expect(try Compiling.playbook(Self.text).steps.count == 500)
    }
}
