import CEL
import Domain
import Playbooks
import Testing

/// What the compiler says of the kinds of step, of guards and of what the environment adds.
@Suite struct LanguageCheckTests {
    private func codes(_ steps: String, on: String = "{event: violation}", more: String = "") -> [String] {
        Compiling.codes(Compiling.playbook(steps: steps, on: on, more: more))
    }

    private func playbook(_ steps: String) throws -> Playbook {
        try Compiling.playbook(Compiling.playbook(steps: steps))
    }

    // MARK: - Kinds of step

    @Test(arguments: [
        "choose: [{if: device.registered, steps: [{id: b, action: note}]}], otherwise: [{id: c, action: note}]",
        "for_each: device.groups, at_most: 3, at_once: 2, while: item != 'x', steps: [{id: b, action: note}]",
        "wait: 5m", "wait: {until: event.time + duration('1h')}", "wait: {event: violation, within: 5m}",
        "wait: {event: violation, if: arrived.value < event.value, within: 5m}", "approval: {within: 1h}",
        "approval: {from: leads, people: 2, within: 1h, otherwise: skip}", "set: {a: 1, b: \"${{ device.id }}\"}",
        "fail: \"${{ device.id }} is lost\"", "end: enough", "steps: [{id: b, action: note}], timeout: 5m",
        "action: note, approval: {within: 5m}", "action: session.restore, with: {connection: broker}",
    ])
    func `each kind of step is taken`(_ step: String) {
        #expect(codes("- {id: a, \(step)}", more: "guard: {limit: {devices: 1, per: 1h}}") == [])
    }

    @Test(arguments: [
        ("choose: []", "PB0208"), ("choose: [{steps: [{id: b, action: note}]}]", "YM0202"),
        ("choose: [{if: 1, steps: [{id: b, action: note}]}]", "PB0301"),
        ("for_each: device.id, at_most: 3, steps: [{id: b, action: note}]", "PB0301"),
        ("for_each: device.groups, steps: [{id: b, action: note}]", "YM0202"),
        ("for_each: device.groups, at_most: 0, steps: [{id: b, action: note}]", "YM0204"),
        ("for_each: device.groups, at_most: 3", "YM0202"), ("wait: soon", "YM0205"),
        ("wait: {until: device.id}", "PB0301"), ("wait: {event: violation}", "YM0202"),
        ("wait: {event: violation, if: message.x, within: 5m}", "PB0302"),
        ("wait: {if: device.registered}", "YM0201"), ("approval: {people: 2}", "YM0202"),
        ("approval: {within: 1h, people: 0}", "YM0204"), ("approval: {within: 1h, otherwise: go}", "YM0204"),
        ("set: {}", "PB0208"), ("set: {A: 1}", "PB0201"), ("fail: []", "YM0203"),
        ("end: x, on_failure: stop", "YM0201"),
        ("wait: 5m, retry: {times: 2}", "YM0201"), ("actoin: note", "PB0209"), ("action: note, expires: 1h", "PB0109"),
    ])
    func `what is wrong with a step is said`(_ step: String, _ code: String) {
        #expect(codes("- {id: a, \(step)}").contains(code))
    }

    @Test func `a word that is nearly a kind of step is recognised`() {
        let found = Compiling.findings(Compiling.playbook(steps: "- {id: a, actoin: note}"))
        #expect(found.map(\.remedy) == ["did you mean 'action'?"])
    }

    @Test func `item exists within a loop, and the loop's steps within it alone`() {
        let loop =
            "- {id: a, for_each: device.groups, at_most: 2, steps: [{id: b, action: note, with: {text: \"${{ item }}\"}}]}"
        #expect(codes(loop) == [])
        #expect(codes(loop + "\n- {id: c, if: steps.a.output.count > 1, action: note}") == [])
        #expect(codes(loop + "\n- {id: c, if: steps.b.ok, action: note}") == ["PB0303"])
        #expect(codes(loop + "\n- {id: c, action: note, with: {text: \"${{ item }}\"}}") == ["PB0302"])
    }

    @Test func `the steps of a branch that was not taken may be named behind it`() {
        let choice = "- {id: a, choose: [{if: device.registered, steps: [{id: b, action: note}]}]}"
        #expect(codes(choice + "\n- {id: c, if: steps.b.skipped, action: note}") == [])
    }

    @Test func `an output has the type that is described`() {
        let set = "- {id: a, set: {level: 3, name: \"pump ${{ device.id }}\"}}"
        #expect(codes(set + "\n- {id: b, if: steps.a.output.level > 2, action: note}") == [])
        #expect(codes(set + "\n- {id: b, if: steps.a.output.levl > 2, action: note}") == ["PB0301"])
        #expect(codes(set + "\n- {id: b, if: steps.a.output.name > 2, action: note}") == ["PB0301"])
    }

    @Test func `what comes behind an end is not reached`() {
        #expect(codes("- {id: a, end: enough}\n- {id: b, action: note}") == ["PB0205"])
        #expect(codes("- {id: a, if: device.registered, end: enough}\n- {id: b, action: note}") == [])
    }

    // MARK: - Length

    @Test func `a compiled playbook has every step that a run may come to`() throws {
        let playbook = try playbook(
            """
            - id: each
              for_each: device.groups
              at_most: 3
              steps: [{id: one, action: note}, {id: two, action: note}]
            - {id: last, action: note}
            """
        )
        #expect(playbook.steps.count == 1 + 3 * 3 + 1)
        #expect(playbook.steps.map(\.path).prefix(4) == ["each", "each[1]", "each[1]/one", "each[1]/two"])
        #expect(playbook.main.map { playbook[$0].path } == ["each", "last"])
        #expect(playbook.steps.indices.allSatisfy { playbook.steps[$0].index.position == $0 })
    }

    @Test func `loops within loops are multiplied before anything is placed`() {
        let inner = "{id: c, for_each: device.tags, at_most: 500, steps: [{id: d, action: note}]}"
        let middle = "{id: b, for_each: device.tags, at_most: 500, steps: [\(inner)]}"
        let found = Compiling.findings(
            Compiling.playbook(steps: "- {id: a, for_each: device.tags, at_most: 500, steps: [\(middle)]}")
        )
        #expect(found.map(\.code) == ["PB0206"])
    }

    // MARK: - Guards

    @Test(arguments: [
        ("limit: {share: 2%, of: site, per: 1h, at_least: 2}", []), ("limit: {share: 0.5%, of: group, per: 1h}", []),
        ("limit: {share: 0%, per: 1h}", ["YM0204"]), ("limit: {share: 101%, per: 1h}", ["YM0204"]),
        ("limit: {share: 2, per: 1h}", ["YM0204"]), ("limit: {share: 2%, devices: 3, per: 1h}", ["PB0407"]),
        ("limit: {devices: 3, at_least: 1, per: 1h}", ["PB0407"]),
        ("limit: {devices: 3, of: plant, per: 1h}", ["YM0204"]),
        ("canary: {devices: 3, soak: 30m}", []), ("canary: {devices: 0, soak: 30m}", ["YM0204"]),
        ("canary: {devices: 3}", ["YM0202"]),
        ("canary: off", []), ("canary: on", ["YM0203"]),
        ("flapping: off", []), ("flapping: {runs: 3, per: 1h}", []), ("flapping: {runs: 0, per: 1h}", ["YM0204"]),
        ("flapping: {runs: 3}", ["YM0202"]), ("flapping: on", ["YM0203"]),
        ("gateways: allow", []), ("last_of_site: allow", []), ("last_of_site: alow", ["YM0204"]),
        ("storm: {devices: 200, per: 5m}", []),
        ("storm: {devices: 1, per: 5m}", ["YM0204"]),
        ("storm: off", []), ("storm: on", ["YM0203"]),
        ("freeze: {from: 2026-12-24T00:00:00Z, until: 2026-12-27T00:00:00Z}", []),
        ("freeze: {from: 2026-12-24, until: 2026-12-27T00:00:00Z}", ["YM0204"]),
        ("freeze: [{days: [monday], from: \"22:00\", until: \"06:00\", zone: Europe/Berlin}]", []),
        ("freeze: {days: [montag]}", ["YM0204"]), ("freeze: {days: []}", ["PB0408"]),
        ("freeze: {days: [monday], zone: Mars}", ["YM0204"]), ("freeze: {days: [monday], from: \"25:00\"}", ["YM0204"]),
    ])
    func `guards are checked`(_ guards: String, _ expected: [String]) {
        #expect(codes("- {id: a, action: note}", more: "guard: {\(guards)}") == expected)
    }

    @Test func `a playbook is frozen in so many times at most`() {
        func found(_ count: Int) -> [String] {
            let times = Array(repeating: "{days: [monday]}", count: count).joined(separator: ", ")
            return codes("- {id: a, action: note}", more: "guard: {freeze: [\(times)]}")
        }
        #expect(found(PlaybookLimits.freezesMax) == [])
        #expect(found(PlaybookLimits.freezesMax + 1) == ["YM0204"])
    }

    @Test func `a share of the fleet and an expression ask how large it is`() throws {
        #expect(try !playbook("- {id: a, action: note}").readsFleet)
        #expect(try playbook("- {id: a, if: fleet.size > 3, action: note}").readsFleet)
        let share = Compiling.playbook(steps: "- {id: a, action: note}", more: "guard: {limit: {share: 2%, per: 1h}}")
        #expect(try Compiling.playbook(share).readsFleet)
    }

    @Test func `a final action asks somebody, whatever the playbook says`() {
        let revoke = "- {id: a, action: certificate.revoke, with: {connection: registry}"
        let limit = "guard: {limit: {devices: 1, per: 1h}}"
        #expect(codes(revoke + "}", more: limit) == ["PB0402"])
        #expect(codes(revoke + ", approval: {within: 30m}}", more: limit) == [])
    }

    // MARK: - Calls

    private func compiler(_ others: [String], overrides: [String: [String: Value]] = [:]) -> PlaybookCompiler {
        var context = FakeActions.context
        context.library = PlaybookLibrary(others.compactMap { .init(scanning: $0, file: "other.yaml") })
        context.overrides = overrides
        return PlaybookCompiler(context)
    }

    private static let called = """
        playbook: notify   # by others
        mode: drill
        on: {event: manual}
        inputs: {word: hello, times: 2}
        steps: [{id: say, action: note, with: {text: "${{ inputs.word }}"}}]
        """

    private func found(_ step: String, _ others: [String]) -> [String] {
        let text = Compiling.playbook(steps: "- {id: a, \(step)}")
        return Compiling.findings(text, with: compiler(others)).map(\.code)
    }

    @Test func `a call is checked against what the other playbook takes`() {
        #expect(found("call: notify, with: {word: \"${{ device.id }}\"}", [Self.called]) == [])
        #expect(found("call: notfy", [Self.called]) == ["PB0210"])
        #expect(found("call: notify, with: {wrd: x}", [Self.called]) == ["PB0102"])
        #expect(found("call: notify, with: {times: three}", [Self.called]) == ["PB0104"])
    }

    private static let commanding = """
        playbook: notify
        mode: drill
        on: {event: manual}
        inputs: {base: fleet/standard, level: all, reason: none}
        steps:
          - id: say
            action: note
            with: {topic: "${{ inputs.base }}/${{ inputs.level + '' }}", text: "${{ inputs.reason }}"}
        """

    /// A bug taught us: only the called playbook's own values were looked at, never those of the call.
    @Test(arguments: [
        ("base: fleet/other", []), ("base: \"${{ device.id }}\"", []), ("base: \"x-${{ device.id }}\"", []),
        ("base: \"${{ event.name }}\"", ["PB0403"]), ("level: \"${{ event.data.level }}\"", ["PB0403"]),
        ("level: \"a-${{ event.name }}\"", ["PB0403"]), ("reason: \"${{ event.name }}\"", []),
        ("base: \"fleet/${{ device.id }}\"", ["PB0104"]), ("base: \"fleet/+\"", ["PB0404"]),
        // A mark that joins the sign before it makes it another `Character`, and no other byte.
        ("base: \"fleet/\u{301}${{ device.id }}\"", ["PB0104"]), ("base: \"fleet/#\u{301}\"", ["PB0404"]),
    ])
    func `what a call gives may steer a topic no more than what stands there`(_ with: String, _ expected: [String]) {
        #expect(found("call: notify, with: {\(with)}", [Self.commanding]) == expected)
    }

    @Test func `a steered input is found through a call within a call`() {
        let between = """
            playbook: between
            mode: drill
            on: {event: manual}
            inputs: {place: here}
            steps: [{id: on, call: notify, with: {base: "${{ inputs.place }}"}}]
            """
        let others = [between, Self.commanding]
        #expect(found("call: between, with: {place: \"${{ device.site }}\"}", others) == [])
        #expect(found("call: between, with: {place: \"${{ event.name }}\"}", others) == ["PB0403"])
    }

    @Test func `playbooks that call one another in a circle are refused`() {
        let a = "playbook: a\nmode: drill\non: {event: manual}\nsteps: [{id: x, call: b}]"
        let b = "playbook: b\nmode: drill\non: {event: manual}\nsteps: [{id: x, call: a}]"
        #expect(found("call: a", [a, b]) == ["PB0212"])
        #expect(Compiling.findings(a, with: compiler([a, b])).map(\.code) == ["PB0212"])
    }

    @Test func `what a called playbook does to devices needs a limit here, and final actions people`() {
        let cut = """
            playbook: cut
            mode: drill
            on: {event: manual}
            guard: {limit: {devices: 1, per: 1h}}
            steps: [{id: revoke, action: certificate.revoke, with: {connection: registry}}]
            """
        #expect(found("call: cut", [cut]) == ["PB0401", "PB0402"])
    }

    @Test func `a run is pinned to the text of every playbook that it is made of`() throws {
        let text = Compiling.playbook(steps: "- {id: a, call: notify}", more: "inputs: {limit: 5}")
        let with = compiler([Self.called], overrides: ["example": ["limit": 7], "notify": ["word": "servus"]])
        let playbook = try with.compile(text: text, file: "a.yaml")
        #expect(playbook.steps.map(\.path) == ["a", "a/say"])
        // Neither the other playbook nor the environment is there any more.
        let again = try Compiling.compiler.recompile(playbook.text, file: "a.yaml")
        #expect(again.digest == playbook.digest)
        #expect(again.steps.map(\.path) == playbook.steps.map(\.path))
        #expect(again.inputs.map(\.template.constant) == [7])
        guard case .call(let call) = again.steps[0].body else {
            Issue.record("it is a call")
            return
        }
        #expect(call.arguments.map(\.template.constant) == ["servus", 2])
        #expect(try compiler([Self.called]).compile(text: text, file: "a.yaml").digest != playbook.digest)
    }

    @Test func `a playbook by itself is pinned to its own text`() throws {
        let playbook = try playbook("- {id: a, action: note}")
        #expect(try Compiling.compiler.recompile(playbook.text, file: "a.yaml").digest == playbook.digest)
        #expect(playbook.text.hasPrefix("playbook: example"))
    }

    // MARK: - Environment

    @Test func `an override has the type of the input, and an input to go to`() {
        let text = Compiling.playbook(steps: "- {id: a, action: note}", more: "inputs: {limit: 5, name: x, open: [1]}")
        func codes(_ overrides: [String: Value]) -> [String] {
            Compiling.findings(text, with: compiler([], overrides: ["example": overrides])).map(\.code)
        }
        #expect(codes(["limit": 9, "name": "y", "open": ["z": 1]]) == [])
        #expect(codes(["limit": "nine"]) == ["PB0502"])
        #expect(codes(["limt": 9]) == ["PB0502"])
    }

    // MARK: - Releases

    @Test func `what expires has a step that takes it back, the last first`() throws {
        let playbook = try Compiling.playbook(
            Compiling.playbook(
                steps: """
                    - {id: bar, action: session.disconnect, with: {connection: broker}, expires: 24h}
                    - {id: off, action: certificate.deactivate, with: {connection: registry}, expires: 1h}
                    - {id: tell, action: note}
                    """,
                more: "guard: {limit: {devices: 1, per: 1h}}"
            )
        )
        #expect(playbook.releases.map { playbook[$0].path } == ["off/release", "bar/release"])
        #expect(playbook.releases.map { playbook[$0].call?.connection } == ["registry", "broker"])
        #expect(playbook.main.count == 3)
    }

    @Test func `where the end of the alarm releases, everything that can be taken back has such a step`() throws {
        let text = Compiling.playbook(
            steps: "- {id: bar, action: session.disconnect, with: {connection: broker}}",
            on: "{event: violation, cleared: release}",
            more: "guard: {limit: {devices: 1, per: 1h}}"
        )
        #expect(try Compiling.playbook(text).releases.count == 1)
    }
}
