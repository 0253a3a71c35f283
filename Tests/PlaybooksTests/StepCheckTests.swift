import Domain
import Playbooks
import Testing

@Suite struct StepCheckTests {
    private func codes(_ steps: String, on: String = "{event: violation}", more: String = "") -> [String] {
        Compiling.codes(Compiling.playbook(steps: steps, on: on, more: more))
    }

    @Test(arguments: ["a", "cut-off", "cut_off", "a1", "v2-b_c"])
    func `an id is words of small letters and digits`(_ id: String) {
        #expect(codes("- {id: \(id), action: note}") == [])
    }

    @Test(arguments: ["A", "1a", "a b", "-a", "a-", "a--b", "é", "true", "in", "a.b", "12"])
    func `nothing else is an id`(_ id: String) {
        #expect(codes("- {id: \"\(id)\", action: note}") == ["PB0201"])
    }

    @Test func `ids that read alike in expressions are one id too many`() {
        #expect(codes("- {id: a-b, action: note}\n- {id: a_b, action: note}") == ["PB0202"])
        #expect(codes("- {id: a, parallel: [{id: a, action: note}]}") == ["PB0202"])
        #expect(codes("- {id: a, action: note}", more: "always: [{id: a, action: note}]") == ["PB0202"])
    }

    @Test func `a step is one thing`() {
        #expect(codes("- {id: a, action: note, parallel: [{id: b, action: note}]}") == ["PB0209"])
        #expect(codes("- {id: a, parallel: [{id: b, action: note}], retry: {times: 2}}") == ["YM0201"])
        #expect(
            codes("- {id: a, parallel: [{id: b, action: note}], if: device.registered, on_failure: continue}") == []
        )
        #expect(codes("- just text") == ["YM0203"])
    }

    @Test func `a jump leads forward within its own list`() {
        #expect(codes("- {id: a, action: note, on_failure: {go_to: b}}\n- {id: b, action: note}") == [])
        #expect(codes("- {id: a, action: note}\n- {id: b, action: note, on_failure: {go_to: a}}") == ["PB0204"])
        let out = "- {id: a, parallel: [{id: b, action: note, on_failure: {go_to: c}}]}\n- {id: c, action: note}"
        #expect(codes(out) == ["PB0203"])
        #expect(codes("- {id: a, action: note, on_failure: retry}") == ["YM0204"])
    }

    @Test func `a step that waits for the failure of a step that stops is not reached`() {
        let next = "\n- {id: b, action: note, if: steps.a.failed}"
        #expect(codes("- {id: a, action: note}" + next) == ["PB0205"])
        #expect(codes("- {id: a, action: note, on_failure: continue}" + next) == [])
        #expect(codes("- {id: a, action: note}", more: "always: [{id: b, action: note, if: steps.a.failed}]") == [])
    }

    @Test func `steps nest six deep`() {
        func nested(_ depth: Int) -> String {
            (0..<depth).reversed().reduce("{id: leaf, action: note}") { "{id: p\($1), parallel: [\($0)]}" }
        }
        #expect(codes("- " + nested(6)) == [])
        #expect(codes("- " + nested(7)).contains("PB0207"))
    }

    @Test func `a thousand steps are allowed and one more is not`() {
        func steps(_ count: Int) -> String {
            (0..<count).map { "- {id: s\($0), action: note}" }.joined(separator: "\n")
        }
        #expect(codes(steps(1_000)) == [])
        #expect(codes(steps(1_001)) == ["PB0206"])
    }

    @Test(arguments: [
        ("line: [a]", "PB0104"), ("line: ''", nil), ("line: 5", nil), ("word: three", "PB0104"), ("word: two", nil),
        ("word: \"${{ event.name }}\"", "PB0107"), ("pause: 5", "YM0205"), ("pause: 5s", nil),
        ("pause: \"${{ event.name }}\"", "PB0107"), ("topic: {}", "PB0104"), ("text: {a: [1]}", nil),
    ])
    func `a parameter has the type of its description`(_ parameter: String, _ code: String?) {
        #expect(codes("- {id: a, action: note, with: {\(parameter)}}") == (code.map { [$0] } ?? []))
    }

    @Test func `connections are checked where the configuration is known`() {
        let text = Compiling.playbook(steps: "- {id: a, action: webhook.send, with: {connection: nowhere, text: x}}")
        #expect(Compiling.codes(text) == ["PB0105"])
        let blind = PlaybookCompiler(CompilerContext(actions: FakeActions.all, connections: nil))
        #expect(Compiling.findings(text, with: blind).isEmpty)
    }

    @Test(arguments: [
        ("timeout: 10s, within: 5s", ["PB0108"]), ("timeout: 5s, within: 10s", []),
        ("retry: {first: 10s, max: 5s}", ["PB0108"]), ("retry: {times: 0}", ["YM0204"]),
        ("retry: {times: 21}", ["YM0204"]), ("timeout: 0s", ["YM0205"]), ("retry: {max: 100ms}", []),
        ("with: {pause: 1m}, timeout: 5s", ["PB0108"]),
    ])
    func `times do not contradict each other`(_ keys: String, _ expected: [String]) {
        #expect(codes("- {id: a, action: note, \(keys)}") == expected)
    }
}
