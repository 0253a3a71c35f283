import CACAO
import CEL
import Domain
import Playbooks
import Testing

@Suite struct TranslationTests {
    private static func steps(_ workflow: Workflow) throws -> String {
        let text = try Reading.translate(workflow.text)
        return text.split(separator: "steps:\n", maxSplits: 1).last.map(String.init) ?? ""
    }

    private static func told(_ next: String) -> String {
        "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"cordon\", \"action\": \"device.verify\"}], \(next)"
    }

    private static func codes(_ workflow: Workflow) -> [String] {
        Reading.findings(workflow.text).filter { $0.code.hasPrefix("CA") }.map(\.code)
    }

    @Test func `a failure jumps to where it leads, and a success passes that over`() throws {
        let workflow = Workflow([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.told(Workflow.outcome("two", "rescue"))),
            ("two", "action", Self.told(Workflow.outcome("e", "rescue"))),
            ("rescue", "action", Self.told(Workflow.outcome("more"))),
            ("more", "action", Self.told(Workflow.done("f"))),
            ("e", "end", ""), ("f", "end", ""),
        ])
        let expected = """
              - id: one
                action: device.verify
                on_failure:
                  go_to: rescue
              - id: two
                action: device.verify
                on_failure: continue
              - id: rescue
                if: steps.one.failed || steps.two.failed
                action: device.verify
              - id: more
                if: steps.one.failed || steps.two.failed
                action: device.verify
                on_failure: continue

            """
        #expect(try Self.steps(workflow) == expected)
    }

    @Test func `a step that several lead to is there once, and always`() throws {
        let workflow = Workflow([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.told(Workflow.outcome("two", "rescue"))),
            ("two", "action", Self.told(Workflow.outcome("last"))),
            ("rescue", "action", Self.told(Workflow.outcome("last"))),
            ("last", "action", Self.told(Workflow.done("e"))),
            ("e", "end", ""),
        ])
        let expected = """
              - id: one
                action: device.verify
                on_failure:
                  go_to: rescue
              - id: two
                action: device.verify
              - id: rescue
                if: steps.one.failed
                action: device.verify
              - id: last
                action: device.verify
                on_failure: continue

            """
        #expect(try Self.steps(workflow) == expected)
    }

    @Test func `a failure that leads to the end goes there, past what would come next`() throws {
        let workflow = Workflow([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.told(Workflow.outcome("two", "e"))),
            ("two", "action", Self.told(Workflow.done("e"))), ("e", "end", ""),
        ])
        let steps = try Self.steps(workflow)
        #expect(steps.contains("go_to: end\n"))
        #expect(steps.hasSuffix("  - id: end\n    end: the workflow has come to its end\n"))
    }

    @Test func `times are in milliseconds, and a delay is a wait`() throws {
        let workflow = Workflow([
            ("s", "start", Workflow.done("one")),
            ("one", "action", "\"delay\": 1500, \"timeout\": 60000, \(Self.told(Workflow.done("e")))"),
            ("e", "end", ""),
        ])
        let steps = try Self.steps(workflow)
        #expect(steps.contains("wait: 1500ms"))
        #expect(steps.contains("    timeout: 1m\n"))
    }

    @Test func `a circle is refused by the names of its steps, where it closes`() {
        let workflow = Workflow([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.told(Workflow.outcome("two"))),
            ("two", "action", Self.told(Workflow.outcome("e", "one"))), ("e", "end", ""),
        ])
        let found = Reading.findings(workflow.text).first { $0.code == "CA0205" }
        #expect(found?.message == "steps lead round in a circle: 'one' → 'two' → 'one'")
    }

    @Test func `a branch that leads back to its opener is a circle too`() {
        let workflow = Workflow(
            [
                ("s", "start", Workflow.done("if")),
                (
                    "if", "if-condition",
                    "\"condition\": \"__count__:value = 3\", \"on_true\": \"@one\", \(Workflow.done("e"))"
                ),
                ("one", "action", Self.told(Workflow.done("if"))), ("e", "end", ""),
            ],
            variables: Workflow.number
        )
        #expect(Self.codes(workflow).contains("CA0205"))
    }

    @Test func `a step of several branches is there in each, under names of their own`() throws {
        let workflow = Workflow([
            ("s", "start", Workflow.done("both")),
            ("both", "parallel", "\"next_steps\": [\"@one\", \"@two\"], \(Workflow.done("e"))"),
            ("one", "action", Self.told(Workflow.done("tell"))), ("two", "action", Self.told(Workflow.done("tell"))),
            ("tell", "action", Self.told(Workflow.done("f"))), ("f", "end", ""), ("e", "end", ""),
        ])
        let steps = try Self.steps(workflow)
        #expect(steps.contains("id: tell\n"))
        #expect(steps.contains("id: tell-2\n"))
        #expect(Self.codes(workflow).contains("CA0207"))
    }

    @Test func `a text of somebody else is no expression`() throws {
        let workflow = Workflow(
            [
                ("s", "start", Workflow.done("a")),
                (
                    "a", "action",
                    "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"manual\", \"command\": "
                        + "\"say ${{ event.name }} and __x__:value\"}], \(Workflow.done("e"))"
                ), ("e", "end", ""),
            ],
            variables: "\"__x__\": {\"type\": \"string\", \"value\": \"${{ 1 + 1 }}\"}"
        )
        let text = try Reading.translate(workflow.text)
        #expect(text.contains("instruction: say ${{ \"${{\" }} event.name }} and ${{ inputs.x }}\n"))
        let playbook = try Reading.compile(workflow.text).playbook
        let inputs = try playbook.inputs.map { try $0.template.render(Reading.bindings(of: playbook), for: .value) }
        #expect(inputs == ["${{ 1 + 1 }}"])
    }

    /// A review: with a mark that joins it a sign is another `Character`, but not to whoever reads the playbook.
    @Test(arguments: [
        ("a: \u{345}b", "\"a: \u{345}b\""), ("a #\u{345}b", "\"a #\u{345}b\""),
        ("'\u{345}b \\\"c", "'''\u{345}b \"c'"), ("a ${{\u{345}b", "a ${{ \"${{\" }}\u{345}b"),
    ])
    func `a sign is written so that it means nothing before a mark that joins it, too`(
        _ text: String,
        _ written: String
    ) throws {
        let commands = "\"commands\": [{\"type\": \"manual\", \"command\": \"\(text)\"}]"
        let workflow = Workflow([
            ("s", "start", Workflow.done("a")),
            ("a", "action", "\"agent\": \"\(Workflow.agent)\", \(commands), \(Workflow.done("e"))"), ("e", "end", ""),
        ])
        #expect(try Reading.translate(workflow.text).contains("instruction: \(written)\n"))
    }

    @Test func `content that is JSON keeps what variables hold within its texts`() throws {
        let command = "{\\\"address\\\": \\\"__ip__:value\\\", \\\"days\\\": 3}"
        let workflow = Workflow(
            [
                ("s", "start", Workflow.done("a")),
                (
                    "a", "action",
                    "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"http-api\", "
                        + "\"command\": \"POST /block/__ip__:value HTTP/1.1\", \"headers\": {\"X-Reason\": [\"a\", \"b\"]}, "
                        + "\"content\": \"\(command)\"}], \(Workflow.done("e"))"
                ), ("e", "end", ""),
            ],
            variables: "\"__ip__\": {\"type\": \"ipv4-addr\", \"value\": \"10.0.0.1\"}"
        )
        let expected = """
              - id: a
                action: http.request
                with:
                  connection: soc
                  method: POST
                  path: /block/${{ inputs.ip }}
                  headers:
                    X-Reason: a, b
                  body:
                    address: ${{ inputs.ip }}
                    days: 3
                on_failure: continue

            """
        #expect(try Self.steps(workflow) == expected)
    }

    @Test func `an OpenC2 command is a POST of its content`() throws {
        let content = "eyJhY3Rpb24iOiAiZGVueSJ9"
        let workflow = Workflow([
            ("s", "start", Workflow.done("a")),
            (
                "a", "action",
                "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"openc2-http\", "
                    + "\"command\": \"POST /openc2 HTTP/1.1\", \"content_b64\": \"\(content)\"}], \(Workflow.done("e"))"
            ), ("e", "end", ""),
        ])
        let steps = try Self.steps(workflow)
        #expect(steps.contains("content-type: application/openc2+json;version=1.0"))
        #expect(steps.contains(#"body: '{"action": "deny"}'"#))
    }

    @Test func `an external variable is what the event says, and its absence ends the run`() throws {
        let workflow = Workflow(
            [("s", "start", Workflow.done("a")), ("a", "action", Self.told(Workflow.done("e"))), ("e", "end", "")],
            variables: "\"__ip__\": {\"type\": \"ipv4-addr\", \"external\": true}"
        )
        let text = try Reading.translate(workflow.text)
        #expect(
            text.contains(
                #"ip: '${{ type(event.data) == map && "ip" in event.data ? dyn(string(event.data["ip"])) : dyn(null) }}'"#
            )
        )
        #expect(text.contains("if: inputs.ip == null"))
    }

    @Test func `what the compiler says is shown in the CACAO file`() throws {
        let workflow = Workflow([
            ("s", "start", Workflow.done("a")),
            ("a", "action", Workflow.act("device.isolat", next: Workflow.done("e"))), ("e", "end", ""),
        ])
        let found = try #require(Reading.findings(workflow.text).first { $0.severity == .error })
        let line = workflow.text.split(separator: "\n", omittingEmptySubsequences: false)[found.span.line - 1]
        let word = line.unicodeScalars.dropFirst(found.span.column - 1).prefix(found.span.length)
        #expect(found.code == "PB0101")
        #expect(String(String.UnicodeScalarView(word)) == "\"device.isolat\"")
    }

    @Test(arguments: Samples.all) func `the text that is printed is the playbook that runs`(
        _ sample: Samples.Sample
    ) throws {
        let compiled = try Reading.compile(sample.text).playbook
        let text = try Reading.translate(sample.text)
        let again = try PlaybookCompiler(Reading.context).compile(text: text, file: "printed.yaml")
        #expect(again.steps.map(\.path) == compiled.steps.map(\.path))
        #expect(again.digest == compiled.digest)
        #expect(try Reading.translate(sample.text) == text)
        let resumed = try PlaybookCompiler(Reading.context).recompile(compiled.text, file: "example.json")
        #expect(resumed.steps.map(\.path) == compiled.steps.map(\.path))
    }
}
