import CACAO
import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// CACAO playbooks carried out by the core, over receivers that do as a test says.
@Suite struct RunTests {
    private static let extended = """
        "playbook_extensions": {"\(Workflow.cordon)": {"type": "cordon", "on": {"event": "violation"},
          "guard": {"limit": {"devices": 25, "per": "10m"}}}}
        """

    private static func harness(
        _ steps: [(String, String, String)],
        variables: String = Workflow.number,
        properties: String = ""
    ) throws -> CoreHarness {
        let more = properties.isEmpty ? "" : ", \(properties)"
        let workflow = Workflow(steps, variables: variables, properties: extended + more)
        let playbook = try CACAOCompiler(PlaybookFixture.compiler)
            .compile(bytes: Array(workflow.text.utf8), file: "run.json").playbook
        var harness = CoreHarness([playbook])
        harness.event()
        return harness
    }

    private static func act(_ next: String) -> String { Workflow.act(next: next) }

    private static func act(_ results: String, _ next: String) -> String {
        Workflow.act(next: "\"out_args\": [\"\(results)\"], \(next)")
    }

    private static func tell(_ text: String, _ next: String) -> String {
        Workflow.act("fake.notify", with: "\"text\": \"\(text)\"", next: next)
    }

    private static let ok = AttemptResult.success(Completion(.confirmed, evidence: "it says so"))
    private static func ok(_ output: Value) -> AttemptResult {
        .success(Completion(.confirmed, output: output, evidence: "it says so"))
    }
    private static let refused = AttemptResult.failure(.permanent(Sample.error("refused")))

    private static func said(_ harness: CoreHarness, _ step: String) -> String? {
        harness.performed(step).first?.attempt.request["text"]
    }

    @Test func `a branch ends at its end, and the opener goes on`() throws {
        var harness = try Self.harness([
            ("s", "start", Workflow.done("both")),
            ("both", "parallel", "\"next_steps\": [\"@one\", \"@two\"], \(Workflow.done("after"))"),
            ("one", "action", Self.act(Workflow.done("more"))), ("more", "action", Self.act(Workflow.done("f1"))),
            ("f1", "end", ""), ("two", "action", Self.act(Workflow.done("f2"))), ("f2", "end", ""),
            ("after", "action", Self.act(Workflow.done("e"))), ("e", "end", ""),
        ])
        #expect([harness.word("one"), harness.word("two"), harness.word("more")] == ["intent", "intent", "ready"])
        harness.finish("two", Self.ok)
        harness.finish("one", Self.ok)
        #expect(harness.word("after") == "ready")
        harness.finish("more", Self.ok)
        harness.finish("after", Self.ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [("3", "yes"), ("4", "no")])
    func `a condition chooses a branch, and both lead back`(_ count: String, _ taken: String) throws {
        var harness = try Self.harness(
            [
                ("s", "start", Workflow.done("if")),
                (
                    "if", "if-condition",
                    "\"condition\": \"__count__:value = 3\", \"on_true\": \"@yes\", \"on_false\": \"@no\", "
                        + Workflow.outcome("after")
                ), ("yes", "action", Self.act(Workflow.done("f1"))), ("f1", "end", ""),
                ("no", "action", Self.act(Workflow.done("f2"))), ("f2", "end", ""),
                ("after", "action", Self.act(Workflow.done("e"))), ("e", "end", ""),
            ],
            variables: "\"__count__\": {\"type\": \"integer\", \"value\": \"\(count)\"}"
        )
        #expect(harness.word(taken) == "intent")
        #expect(harness.word(taken == "yes" ? "no" : "yes") == "skipped")
        harness.finish(taken, Self.ok)
        #expect(harness.word("after") == "intent")
    }

    @Test(arguments: [("a", "one"), ("b", nil), ("c", "other")])
    func `a switch takes the case that is equal, or the default`(_ value: String, _ taken: String?) throws {
        let harness = try Self.harness(
            [
                ("s", "start", Workflow.done("which")),
                (
                    "which", "switch-condition",
                    "\"switch\": \"__kind__:value\", \"cases\": {\"a\": \"@one\", \"b\": \"@f1\", \"default\": \"@other\"}, "
                        + Workflow.done("after")
                ), ("one", "action", Self.act(Workflow.done("f1"))), ("f1", "end", ""),
                ("other", "action", Self.act(Workflow.done("f2"))), ("f2", "end", ""),
                ("after", "action", Self.act(Workflow.done("e"))), ("e", "end", ""),
            ],
            variables: "\"__kind__\": {\"type\": \"string\", \"value\": \"\(value)\"}"
        )
        #expect(harness.word(taken ?? "after") == "intent")
    }

    @Test func `on_completion goes on after a failure, on_success does not`() throws {
        var harness = try Self.harness([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.act(Workflow.done("two"))),
            ("two", "action", Self.act(Workflow.outcome("three"))), ("three", "action", Self.act(Workflow.done("e"))),
            ("e", "end", ""),
        ])
        harness.finish("one", Self.refused)
        #expect(harness.word("two") == "intent")
        harness.finish("two", Self.refused)
        #expect(harness.word("three") == "ready")
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test(arguments: [true, false])
    func `on_failure leads another way, and both come together`(_ succeeds: Bool) throws {
        var harness = try Self.harness([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.act(Workflow.outcome("two", "rescue"))),
            ("two", "action", Self.act(Workflow.outcome("last"))),
            ("rescue", "action", Self.act(Workflow.outcome("last"))), ("last", "action", Self.act(Workflow.done("e"))),
            ("e", "end", ""),
        ])
        harness.finish("one", succeeds ? Self.ok : Self.refused)
        let (taken, other) = succeeds ? ("two", "rescue") : ("rescue", "two")
        #expect(harness.word(taken) == "intent")
        harness.finish(taken, Self.ok)
        #expect(harness.word(other) == "skipped")
        #expect(harness.word("last") == "intent")
    }

    @Test func `a failure that is nobody's within a branch is the opener's`() throws {
        var harness = try Self.harness([
            ("s", "start", Workflow.done("both")),
            ("both", "parallel", "\"next_steps\": [\"@one\", \"@two\"], \(Workflow.outcome("after", "rescue"))"),
            ("one", "action", Self.act(Workflow.outcome("f1"))), ("f1", "end", ""),
            ("two", "action", Self.act(Workflow.outcome("f2"))), ("f2", "end", ""),
            ("after", "action", Self.act(Workflow.done("e"))), ("rescue", "action", Self.act(Workflow.done("e"))),
            ("e", "end", ""),
        ])
        harness.finish("one", Self.refused)
        harness.finish("two", Self.ok)
        #expect([harness.word("after"), harness.word("rescue")] == ["skipped", "intent"])
    }

    @Test func `a failure that is nobody's at all brings the exception steps, and the run waits for a person`() throws {
        var harness = try Self.harness(
            [
                ("s", "start", Workflow.done("one")), ("one", "action", Self.act(Workflow.outcome("two"))),
                ("two", "action", Self.act(Workflow.outcome("e"))), ("e", "end", ""),
                ("clean", "action", Self.tell("it failed", Workflow.done("f"))), ("f", "end", ""),
            ],
            properties: "\"workflow_exception\": \"@clean\""
        )
        harness.finish("one", Self.refused)
        #expect(Self.said(harness, "clean") == "it failed")
        harness.finish("clean", Self.ok)
        #expect(harness.word("two") == "ready" || harness.word("two") == "skipped")
        #expect(harness.outcome() == "waiting-for-person: stopped")
    }

    @Test func `what a step gives is what the variable holds from then on`() throws {
        var harness = try Self.harness([
            ("s", "start", Workflow.done("one")), ("one", "action", Self.act("__count__", Workflow.done("tell"))),
            ("tell", "action", Self.tell("now __count__:value", Workflow.done("e"))), ("e", "end", ""),
        ])
        var failed = harness
        harness.finish("one", Self.ok(["count": "7"]))
        #expect(Self.said(harness, "tell") == "now 7")
        failed.finish("one", Self.refused)
        #expect(Self.said(failed, "tell") == "now 3")
    }

    @Test(arguments: ["device", "nothing"]) func `the extension of a step says what it touches`(_ word: String) throws {
        let extended = "\"step_extensions\": {\"\(Workflow.cordon)\": {\"touches\": \"\(word)\"}}"
        let harness = try Self.harness([
            ("s", "start", Workflow.done("a")),
            ("a", "action", Workflow.act("fake.notify", next: "\(extended), \(Workflow.done("e"))")),
            ("e", "end", ""),
        ])
        #expect(harness.performed("a").count == 1)
        #expect(harness.touches.count == (word == "device" ? 1 : 0))
    }

    private static let polling = [
        ("s", "start", Workflow.done("poll")),
        (
            "poll", "while-condition",
            "\"condition\": \"__count__:value > 1\", \"on_true\": \"@ask\", \(Workflow.outcome("tell", "give-up")), "
                + "\"step_extensions\": {\"\(Workflow.cordon)\": {\"at_most\": 3}}"
        ),
        (
            "ask", "action", Workflow.act("fake.pure", next: "\"out_args\": [\"__count__\"], \(Workflow.outcome("f"))")
        ), ("f", "end", ""),
        ("tell", "action", tell("at last __count__:value", Workflow.done("e"))),
        ("give-up", "action", tell("still __count__:value", Workflow.done("e"))), ("e", "end", ""),
    ]

    @Test func `a loop goes on while its condition holds of what its steps gave`() throws {
        var harness = try Self.harness(Self.polling)
        harness.finish("poll-rounds[1]/ask", Self.ok(["count": 2]))
        harness.restart()
        #expect(harness.word("poll-rounds[2]/ask") == "intent")
        harness.finish("poll-rounds[2]/ask", Self.ok(["count": 1]))
        #expect(harness.word("poll-rounds[3]") == "skipped")
        #expect(Self.said(harness, "tell") == "at last 1")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a loop whose condition still holds after its last round has failed`() throws {
        var harness = try Self.harness(Self.polling)
        for round in 1...3 { harness.finish("poll-rounds[\(round)]/ask", Self.ok(["count": 9])) }
        #expect(harness.state("poll-bound").error?.reason.hasPrefix("the condition still held after 3 rounds") == true)
        #expect(Self.said(harness, "give-up") == "still 9")
    }

    @Test func `a round that fails ends its loop`() throws {
        var harness = try Self.harness(Self.polling)
        harness.finish("poll-rounds[1]/ask", Self.refused)
        #expect(harness.word("poll-rounds[2]") == "skipped")
        #expect(Self.said(harness, "give-up") == "still 3")
    }

    @Test func `a condition that does not hold at first does nothing`() throws {
        let harness = try Self.harness(
            Self.polling,
            variables: "\"__count__\": {\"type\": \"integer\", \"value\": \"1\"}"
        )
        #expect(Self.said(harness, "tell") == "at last 1")
    }

    @Test func `a manual command waits for a person`() throws {
        let harness = try Self.harness([
            ("s", "start", Workflow.done("look")),
            (
                "look", "action",
                "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"manual\", \"command\": \"see __count__:value\"}], "
                    + "\"timeout\": 60000, \(Workflow.outcome("e", "late"))"
            ), ("late", "action", Self.tell("nobody did", Workflow.done("e"))), ("e", "end", ""),
        ])
        #expect(harness.state("look-part-1").output == ["instruction": "see 3", "agent": "soc"])
        #expect(harness.word("look-part-2") == "asking")
        var later = harness
        later.advance(by: .seconds(61))
        #expect(Self.said(later, "late") == "nobody did")
    }
}
