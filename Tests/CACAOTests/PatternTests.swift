import CACAO
import CEL
import Domain
import Foundation
import Playbooks
import Testing

@Suite struct PatternTests {
    private static let variables = """
        "__ip__": {"type": "ipv4-addr", "value": "10.0.0.1"}, "__net__": {"type": "string", "value": "10.0.0.0/8"},
        "__count__": {"type": "integer", "value": "3"}, "__load__": {"type": "float", "value": "0.5"},
        "__on__": {"type": "bool", "value": "true"}, "__Remote-Name__": {"type": "string", "value": "x"},
        "__facts__": {"type": "dictionary", "value": "{\\"os\\": \\"rtos\\"}"}
        """

    private static func workflow(_ condition: String) -> Workflow {
        Workflow(
            [
                ("s", "start", Workflow.done("i")),
                ("i", "if-condition", "\"condition\": \"\(condition)\", \"on_true\": \"@a\", \(Workflow.done("e"))"),
                (
                    "a", "action",
                    Workflow.act(
                        "http.request",
                        with: "\"connection\": \"soc\", \"method\": \"GET\", \"path\": \"/\"",
                        next: Workflow.done("f")
                    )
                ),
                ("f", "end", ""), ("e", "end", ""),
            ],
            variables: variables
        )
    }

    /// The condition in Cordon's language, or the first code.
    static func translated(_ condition: String) -> String {
        let escaped = condition.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        do {
            let text = try Reading.translate(workflow(escaped).text)
            let line = text.split(separator: "\n").first { $0.contains("- if: ") } ?? ""
            let value = line.split(separator: "if: ", maxSplits: 1).last.map(String.init) ?? ""
            guard let quote = value.first, quote == "'" || quote == "\"" else { return value }
            return String(value.dropFirst().dropLast()).replacing("''", with: "'")
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("__ip__:value = '10.0.0.1'", #"inputs.ip == "10.0.0.1""#),
        ("__ip__:value == '10.0.0.1'", #"inputs.ip == "10.0.0.1""#),
        ("[__ip__:value <> '10.0.0.1']", #"inputs.ip != "10.0.0.1""#),
        ("__Remote-Name__:value = 'it\\'s \\\\'", #"inputs.remote_name == "it's \\""#),
        ("__count__:value >= 3", "inputs.count >= 3"),
        ("__count__:value < '4'", "inputs.count < 4"),
        ("__load__:value > 1", "inputs.load > 1.0"),
        ("__on__:value = true", "inputs.on == true"),
        ("__count__:value IN (1, 2, '3')", "inputs.count in [1, 2, 3]"),
        ("__count__:value NOT IN (1)", "!(inputs.count in [1])"),
        ("__ip__:value LIKE '10.%_'", #"inputs.ip.matches("(?s)^10\\..*.$")"#),
        ("__ip__:value MATCHES '^10\\\\.'", #"inputs.ip.matches("^10\\.")"#),
        (
            "__ip__:value = '1' OR __count__:value = 1 AND __on__:value = false",
            #"inputs.ip == "1" || inputs.count == 1 && inputs.on == false"#
        ),
        (
            "(__ip__:value = '1' OR __count__:value = 1) AND NOT __on__:value = false",
            #"(inputs.ip == "1" || inputs.count == 1) && !(inputs.on == false)"#
        ),
        ("[__ip__:value = '1'] AND [__count__:value = 1]", #"inputs.ip == "1" && inputs.count == 1"#),
        ("__ip__:value = __net__:value", "inputs.ip == inputs.net"),
        ("__ip__:value = '__net__:value/x'", #"inputs.ip == string(inputs.net) + "/x""#),
        ("__facts__:value.os = 'rtos'", #"inputs.facts.os == "rtos""#),
        ("EXISTS __ip__:value", "inputs.ip != null"),
    ])
    func `a condition becomes an expression`(_ condition: String, _ expression: String) {
        #expect(Self.translated(condition) == expression)
    }

    @Test(arguments: [
        ("__ip__:value ISSUBSET '10.0.0.0/8'", true), ("__ip__:value ISSUBSET '11.0.0.0/8'", false),
        ("__net__:value ISSUPERSET '10.1.2.3'", true), ("__net__:value ISSUPERSET '10.0.0.0/7'", false),
        ("__ip__:value ISSUBSET __net__:value", true),
    ])
    func `blocks of addresses contain one another`(_ condition: String, _ holds: Bool) throws {
        let playbook = try Reading.compile(Self.workflow(condition).text).playbook
        let program = try #require(playbook.steps.lazy.compactMap(\.firstCondition).first)
        #expect(try program.evaluate(Reading.bindings(of: playbook)) == .bool(holds))
    }

    @Test(arguments: [
        ("__ip__:value is '10'", "CA0307", 14), ("__ip__:value = ", "CA0307", 15), ("'x' = __ip__:value", "CA0307", 1),
        ("__ip__:value = 'x", "CA0307", 16), ("__ip__:value = \u{201C}x\u{201D}", "CA0307", 16),
        ("ipv4-addr:value = '10.0.0.1'", "CA0308", 1),
        ("[__ip__:value = '1'] FOLLOWEDBY [__ip__:value = '2']", "CA0308", 22),
        ("[__ip__:value = '1'] WITHIN 5 SECONDS", "CA0308", 22), ("__ip__:value = h'00'", "CA0308", 16),
        ("__ip__ = '1'", "CA0304", 1), ("__ipp__:value = '1'", "CA0303", 1),
        ("__count__:value = 'many'", "CA0309", 19), ("__ip__:value > 3", "CA0309", 16),
        ("__count__:value LIKE '3%'", "CA0309", 22), ("__ip__:value ISSUBSET 'here'", "CA0309", 23),
    ])
    func `what cannot be translated is shown in its place`(_ condition: String, _ code: String, _ column: Int) throws {
        let text = Self.workflow(condition).text
        let found = try #require(Reading.findings(text).first { $0.severity == .error })
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("if-condition") && $0.contains("condition\": ") })
        let start = try #require(lines[line].range(of: "\"condition\": \"")?.upperBound)
        let before = lines[line].unicodeScalars.distance(from: lines[line].startIndex, to: start)
        #expect(found.code == code, "\(found)")
        #expect(found.span.line == line + 1)
        #expect(found.span.column == before + column, "\(found)")
    }
}
