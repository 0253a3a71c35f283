/// A CACAO playbook in a few lines: steps with short names in place of identifiers.
///
/// `a` stands for `TYPE--…00000a`, whatever its type; the first step of the text is where the workflow starts.
struct Workflow {
    var steps: [(name: String, type: String, properties: String)]
    var variables = ""
    var properties = ""

    init(_ steps: [(String, String, String)], variables: String = "", properties: String = "") {
        self.steps = steps.map { (name: $0.0, type: $0.1, properties: $0.2) }
        self.variables = variables
        self.properties = properties
    }

    static let agent = "http-api--0b184d06-b86f-43b2-8a22-5c514470f001"
    static let identity = "identity--0b184d06-b86f-43b2-8a22-5c514470f002"
    static let cordon = "extension-definition--0b184d06-b86f-43b2-8a22-5c514470d99a"

    /// The identifier of a step.
    func id(_ name: String) -> String {
        let number = steps.firstIndex { $0.name == name } ?? 99
        let type = number == 99 ? "end" : steps[number].type
        return "\(type)--0b184d06-b86f-43b2-8a22-5c51447000\(number < 10 ? "0" : "")\(number)"
    }

    var text: String {
        let workflow = steps.map { step in
            let properties = step.properties.isEmpty ? "" : ", \(resolved(step.properties))"
            return "\"\(id(step.name))\": {\"type\": \"\(step.type)\", \"name\": \"\(step.name)\"\(properties)}"
        }
        return """
            {"type": "playbook", "spec_version": "cacao-2.0", "id": "playbook--0b184d06-b86f-43b2-8a22-5c514470f000",
            "name": "Example", "created_by": "\(Self.identity)",
            "created": "2026-01-31T12:00:00.000Z", "modified": "2026-01-31T12:00:00.000Z",
            \(properties.isEmpty ? "" : "\(resolved(properties)),")
            "playbook_variables": {\(variables)},
            "workflow_start": "\(id(steps[0].name))",
            "workflow": {
            \(workflow.joined(separator: ",\n"))
            },
            "agent_definitions": {
              "\(Self.agent)": {"type": "http-api", "name": "soc", "address": {"dname": ["soc.example.com"]}}
            },
            "extension_definitions": {"\(Self.cordon)": {"type": "extension-definition", "name": "Cordon",
              "created_by": "\(Self.identity)", "schema": "x", "version": "1.0.0"}}}
            """
    }

    /// With identifiers in place of `@name`.
    private func resolved(_ text: String) -> String {
        var result = text
        for step in steps.sorted(by: { $0.name.count > $1.name.count }) {
            result = result.replacing("@\(step.name)\"", with: "\(id(step.name))\"")
        }
        return result
    }

    /// An action of Cordon.
    static func act(_ action: String = "fake.once", with: String = "", next: String) -> String {
        let with = with.isEmpty ? "" : ", \"with\": {\(with)}"
        return
            "\"agent\": \"\(agent)\", \"commands\": [{\"type\": \"cordon\", \"action\": \"\(action)\"\(with)}], \(next)"
    }

    static func done(_ next: String) -> String { "\"on_completion\": \"@\(next)\"" }

    static func outcome(_ success: String, _ failure: String? = nil) -> String {
        "\"on_success\": \"@\(success)\"" + (failure.map { ", \"on_failure\": \"@\($0)\"" } ?? "")
    }

    static let number = "\"__count__\": {\"type\": \"integer\", \"value\": \"3\"}"
}
