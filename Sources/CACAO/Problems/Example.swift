/// A playbook of three steps that is right, for changing one thing of it.
struct Example {
    static func uuid(_ number: Int) -> String { "0b184d06-b86f-43b2-8a22-5c514470d00\(number)" }

    static let start = "start--\(uuid(1))"
    static let action = "action--\(uuid(2))"
    static let end = "end--\(uuid(3))"
    static let agent = "http-api--\(uuid(5))"
    static let identity = "identity--\(uuid(6))"
    static let time = "\"2026-01-31T12:00:00.000Z\""
    static let later = "\"2026-02-01T12:00:00.000Z\""
    static let completion = "\"on_completion\": \"\(end)\""
    static let address = "\"__ip__\": {\"type\": \"ipv4-addr\", \"value\": \"10.0.0.1\"}"
    static let number = "\"__count__\": {\"type\": \"integer\", \"value\": \"3\"}"
    static let constant = "\"__count__\": {\"type\": \"integer\", \"value\": \"3\", \"constant\": true}"
    static let assigning = "\(completion), \"out_args\": [\"__count__\"]"
    static let asked = asking("")

    var command = manual("look at it")
    var variables = ""
    var next = completion
    var more = ""

    var text: String {
        """
        {
          "type": "playbook", "spec_version": "cacao-2.0",
          "id": "playbook--\(Self.uuid(0))",
          "name": "Example",
          "created_by": "\(Self.identity)", "created": \(Self.time), "modified": \(Self.time),
          "playbook_variables": {\(variables)},
          "workflow_start": "\(Self.start)",
          "workflow": {
            "\(Self.start)": {"type": "start", "on_completion": "\(Self.action)"},
            "\(Self.action)": {
              "type": "action", "name": "act",
              "commands": [\(command)],
              "agent": "\(Self.agent)"\(next.isEmpty ? "" : ",\n      \(next)")
            },
            "\(Self.end)": {"type": "end"}\(more.isEmpty ? "" : ",\n    \(more)")
          },
          "agent_definitions": {
            "\(Self.agent)": {"type": "http-api", "name": "soc", "address": {"dname": ["soc.example.com"]}}
          }
        }
        """
    }

    func replacing(_ word: String, _ other: String) -> String { text.replacing(word, with: other) }

    /// With another property.
    func adding(_ property: String) -> String {
        text.replacing("\"name\": \"Example\",", with: "\"name\": \"Example\",\n  \(property),")
    }

    static func manual(_ text: String) -> String { "{\"type\": \"manual\", \"command\": \"\(text)\"}" }

    static func asking(_ more: String) -> String {
        "{\"type\": \"http-api\", \"command\": \"GET /state HTTP/1.1\"\(more)}"
    }

    /// A step for a person.
    static func notice(_ number: Int, next: String) -> String {
        "\"action--\(uuid(number))\": {\"type\": \"action\", \"commands\": [\(manual("look"))], \"agent\": \"\(agent)\", "
            + "\"on_completion\": \"\(next)\"}"
    }

    /// The action is replaced by a step that opens branches.
    private static func opening(_ step: String, _ more: String, variables: String = number) -> String {
        Example(variables: variables, more: more).text.replacing(
            "\"type\": \"start\", \"on_completion\": \"\(action)\"",
            with: "\"type\": \"start\", \"on_completion\": \"\(step)\""
        )
    }

    static func branching(to notice: String) -> String {
        let id = "if-condition--\(uuid(8))"
        let step =
            "\"\(id)\": {\"type\": \"if-condition\", \"condition\": \"__count__:value > 2\", "
            + "\"on_true\": \"action--\(uuid(4))\", \"on_completion\": \"\(action)\"}"
        return opening(id, "\(step),\n    \(notice)")
    }

    static func deciding(_ condition: String) -> String {
        let end = "end--\(uuid(9))"
        return branching(to: "\(notice(4, next: end)),\n    \"\(end)\": {\"type\": \"end\"}")
            .replacing("__count__:value > 2", with: condition)
    }

    static func parallel(_ branches: [String]) -> String {
        let id = "parallel--\(uuid(8))"
        let list = branches.map { "\"\($0)\"" }.joined(separator: ", ")
        let step = "\"\(id)\": {\"type\": \"parallel\", \"next_steps\": [\(list)], \"on_completion\": \"\(action)\"}"
        return opening(id, "\(step),\n    \"end--\(uuid(9))\": {\"type\": \"end\"}")
    }

    /// Branches that go on together instead of returning, so that each doubles what follows.
    static var doubling: String {
        let ids = (10...20).map { "if-condition--0b184d06-b86f-43b2-8a22-5c514470d0\($0)" }
        let steps = ids.indices.map { index -> String in
            let next = index + 1 < ids.count ? ids[index + 1] : action
            return "\"\(ids[index])\": {\"type\": \"if-condition\", \"condition\": \"__count__:value > 2\", "
                + "\"on_true\": \"\(next)\", \"on_false\": \"\(next)\", \"on_completion\": \"\(end)\"}"
        }
        return opening(ids[0], steps.joined(separator: ",\n    "))
    }

    static var calling: String {
        let id = "playbook-action--\(uuid(8))"
        let step =
            "\"\(id)\": {\"type\": \"playbook-action\", \"playbook_id\": \"playbook--\(uuid(9))\", "
            + "\"on_completion\": \"\(action)\"}"
        return opening(id, step)
    }

    static var withoutDestination: String {
        Example(command: asked).text.replacing("http-api--", with: "group--")
            .replacing("\"type\": \"http-api\", \"name\"", with: "\"type\": \"group\", \"name\"")
    }

    static func extended(_ property: String) -> String {
        "\"playbook_extensions\": {\"\(CordonExtension.id)\": {\(property)}},\n  "
            + "\"extension_definitions\": {\"\(CordonExtension.id)\": {\"type\": \"extension-definition\", "
            + "\"name\": \"Cordon\", \"created_by\": \"\(identity)\", \"schema\": \"docs/cacao.md\", \"version\": \"1.0.0\"}}"
    }

    static func signed(_ algorithm: String) -> String {
        "\"signatures\": [{\"type\": \"jss\", \"id\": \"jss--\(uuid(7))\", \"created\": \(time), \"modified\": \(time), "
            + "\"signee\": \"somebody\", \"related_to\": \"playbook--\(uuid(0))\", \"related_version\": \(time), "
            + "\"hash_algorithm\": \"sha-256\", \"algorithm\": \"\(algorithm)\", "
            + "\"public_key\": \"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\", "
            + "\"value\": \"\(String(repeating: "A", count: 86))\"}]"
    }
}
