import Domain
import Playbooks
import Testing

@Suite struct ExpressionCheckTests {
    private func step(_ condition: String) -> String {
        Compiling.playbook(steps: "- id: first\n  action: note\n- id: second\n  if: \(condition)\n  action: note")
    }

    @Test(arguments: [
        ("device.tgas == []", "8:16"), ("'device.tgas == []'", "8:17"), ("\"device.tgas == []\"", "8:17"),
        ("device.registered &&\n       device.tgas == []", "9:17"),
    ])
    func `a problem in an expression is pointed at within it`(_ condition: String, _ place: String) {
        #expect(Compiling.places(step(condition)) == ["\(place) PB0301"])
    }

    @Test func `a problem within a template is pointed at`() {
        #expect(Compiling.places(Compiling.noting("\"a ${{ device.id }} b ${{ device.tgas }}\"")) == ["7:51 PB0301"])
    }

    @Test func `a block of lines keeps its places`() {
        let text = Compiling.playbook(
            steps: "- id: only\n  if: >-\n    device.registered\n    && device.tgas.size() > 0\n  action: note"
        )
        #expect(Compiling.places(text) == ["8:17 PB0301"])
    }

    @Test func `a step with a dash is read with an underscore, and who forgets it is told`() throws {
        let steps = "- id: cut-off\n  action: note\n- id: next\n  if: steps.cut-off.ok\n  action: note"
        let found = Compiling.findings(Compiling.playbook(steps: steps))
        #expect(found.contains { $0.remedy == "in an expression '-' is a minus: write 'steps.cut_off'" }, "\(found)")
        #expect(Compiling.codes(Compiling.playbook(steps: steps.replacing("cut-off.ok", with: "cut_off.ok"))) == [])
    }

    @Test(arguments: [
        ("on: {event: x, if: run.drill}", "PB0302"), ("on: {event: x, dedupe: {by: incident.id}}", "PB0302"),
        ("on: {event: x, if: steps.only.ok}", "PB0302"), ("on: {event: x, if: now > event.time}", nil),
        ("on: {event: x}\nguard: {protect: inputs.a == 1}\ninputs: {a: 1}", "PB0302"),
        ("on: {event: x}\ninputs: {a: \"${{ now }}\"}", "PB0302"),
        ("on: {event: x}\ninputs: {a: 1, b: \"${{ inputs.a }}\"}", "PB0302"),
        ("on: {event: x}\ninputs: {a: \"${{ incident.id }}\"}", nil),
    ])
    func `each place sees what exists at that time`(_ keys: String, _ code: String?) {
        let text = "playbook: example\nmode: drill\n\(keys)\nsteps: [{id: only, action: note}]\n"
        #expect(Compiling.codes(text) == (code.map { [$0] } ?? []))
    }

    @Test func `a step does not see the message of a device`() {
        #expect(Compiling.codes(Compiling.noting("\"${{ message.id }}\"")) == ["PB0302"])
    }

    @Test(arguments: [
        ("steps.first.ok", []), ("steps.second.ok", ["PB0303"]), ("steps.third.ok", ["PB0303"]),
        ("has(steps.first.output.x)", []), ("steps.nowhere.ok", ["PB0301"]),
    ])
    func `a step sees the steps above it alone`(_ condition: String, _ codes: [String]) {
        let steps = """
            - {id: first, action: note}
            - {id: second, action: note, if: \(condition)}
            - {id: third, action: note}
            """
        #expect(Compiling.codes(Compiling.playbook(steps: steps)) == codes)
    }

    @Test func `branches do not see each other, and what follows sees them all`() {
        let steps = """
            - id: both
              parallel:
                - {id: left, action: note}
                - {id: right, action: note, if: steps.left.ok}
            - {id: after, action: note, if: steps.left.ok && steps.both.ok}
            """
        #expect(Compiling.places(Compiling.playbook(steps: steps)) == ["8:39 PB0303"])
    }

    @Test func `the last steps see all the others`() {
        let text = Compiling.playbook(
            steps: "- {id: first, action: note}",
            more: "always: [{id: last, action: note, if: steps.first.failed}]"
        )
        #expect(Compiling.codes(text) == [])
    }

    @Test(arguments: [
        ("false", "PB0304"), ("1 > 2", "PB0304"), ("1 / 0 == 1", "PB0304"), ("true", nil),
        ("event.severity == 'hihg'", "PB0304"), ("event.severity == 'high'", nil),
        ("event.state == 'alarm'", "PB0304"), ("event.name == 'a' && event.name == 'b'", "PB0304"),
        ("event.name == 'a' || event.name == 'b'", nil), ("event.type == 'other'", "PB0304"),
        ("event.type == 'violation'", nil),
    ])
    func `a condition that can never hold is refused`(_ condition: String, _ code: String?) {
        let text = Compiling.playbook(
            steps: "- {id: only, action: note}",
            on: "{event: violation, if: \"\(condition)\"}"
        )
        #expect(Compiling.codes(text) == (code.map { [$0] } ?? []))
    }

    @Test func `a condition is true or false`() {
        #expect(Compiling.places(step("device.id")) == ["8:9 PB0301"])
    }

    @Test func `inputs have the types of their constants`() {
        let more = "inputs: {count: 3, name: x, list: [1]}"
        let text = Compiling.playbook(steps: "- {id: only, action: note, if: inputs.count > 'a'}", more: more)
        #expect(Compiling.codes(text) == ["PB0301"])
        let right = Compiling.playbook(
            steps: "- {id: only, action: note, if: \"inputs.count > 2 && inputs.list[0] == 1\"}",
            more: more
        )
        #expect(Compiling.codes(right) == [])
    }
}
