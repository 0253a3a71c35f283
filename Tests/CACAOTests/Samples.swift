import Testing

/// Workflows with everything that CACAO has, over actions that this program has.
enum Samples {
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
    }

    static let all = [
        Sample(testDescription: "people and requests", text: requests.text),
        Sample(testDescription: "branches", text: branches.text), Sample(testDescription: "loops", text: loops.text),
    ]

    static let variables = """
        "__ip__": {"type": "ipv4-addr", "value": "10.0.0.1", "external": true},
        "__status__": {"type": "integer", "value": "0"}, "__ticket__": {"type": "string", "value": "it's: #1"}
        """

    static func ask(_ more: String, _ next: String) -> String {
        "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"http-api\", "
            + "\"command\": \"GET /state/__ip__:value HTTP/1.1\"}], \(more)\(next)"
    }

    static let requests = Workflow(
        [
            ("s", "start", Workflow.done("ask")),
            (
                "ask", "action",
                ask(
                    "\"timeout\": 5000, \"out_args\": [\"__status__\", \"__ticket__\"], ",
                    Workflow.outcome("tell", "call")
                )
            ),
            (
                "tell", "action",
                "\"agent\": \"\(Workflow.agent)\", \"commands\": [{\"type\": \"manual\", "
                    + "\"command\": \"look into __ticket__:value: \\\"__status__:value\\\"\"}], \(Workflow.done("e"))"
            ), ("call", "action", ask("\"delay\": 10, ", Workflow.outcome("e"))), ("e", "end", ""),
        ],
        variables: variables
    )

    static let branches = Workflow(
        [
            ("s", "start", Workflow.done("both")),
            ("both", "parallel", "\"next_steps\": [\"@one\", \"@which\"], \(Workflow.outcome("if", "last"))"),
            ("one", "action", ask("\"out_args\": [\"__status__\"], ", Workflow.outcome("two", "f1"))),
            ("two", "action", ask("", Workflow.done("f1"))), ("f1", "end", ""),
            (
                "which", "switch-condition",
                "\"switch\": \"__ticket__:value\", \"cases\": {\"a\": \"@three\", \"b\": \"@f2\", \"default\": \"@four\"}, "
                    + Workflow.done("f3")
            ), ("three", "action", ask("", Workflow.done("f2"))), ("f2", "end", ""),
            ("four", "action", ask("", Workflow.done("f4"))), ("f4", "end", ""), ("f3", "end", ""),
            (
                "if", "if-condition",
                "\"condition\": \"__status__:value = 200 OR __status__:value IN (201, 202)\", \"on_true\": \"@f5\", "
                    + "\"on_false\": \"@five\", \(Workflow.done("last"))"
            ), ("f5", "end", ""), ("five", "action", ask("", Workflow.done("f6"))), ("f6", "end", ""),
            ("last", "action", ask("", Workflow.done("e"))), ("e", "end", ""),
        ],
        variables: variables
    )

    static let loops = Workflow(
        [
            ("s", "start", Workflow.done("while")),
            (
                "while", "while-condition",
                "\"condition\": \"__status__:value != 200\", \"on_true\": \"@inner\", \(Workflow.outcome("e", "rescue"))"
            ),
            (
                "inner", "while-condition",
                "\"condition\": \"__status__:value < 100\", \"on_true\": \"@ask\", \(Workflow.done("f1")), "
                    + "\"step_extensions\": {\"\(Workflow.cordon)\": {\"at_most\": 3}}"
            ), ("ask", "action", ask("\"delay\": 1000, \"out_args\": [\"__status__\"], ", Workflow.done("f2"))),
            ("f1", "end", ""), ("f2", "end", ""), ("rescue", "action", ask("", Workflow.done("e"))), ("e", "end", ""),
        ],
        variables: variables
    )
}
