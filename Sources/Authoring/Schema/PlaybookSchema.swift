public import CEL
public import Playbooks

/// The JSON Schema of the language, for editors: made from ``Grammar`` and from the descriptors of the actions.
///
/// - Source: JSON Schema draft-07, which is what editors' YAML servers know best. It says less than `cordon check`, which
///   knows expressions, names and order; what it refuses, `cordon check` refuses too.
public struct PlaybookSchema: Sendable {
    private let actions: [ActionDescriptor]

    /// Of playbooks that use these actions.
    public init(actions: [ActionDescriptor]) { self.actions = actions.sorted { $0.name < $1.name } }

    public var value: Value {
        let shapes = SchemaShapes(actionNames: actions.map(\.name))
        var definitions: [(String, Value)] = Grammar.forms.dropFirst().map { ($0.name, shapes.object($0)) }
        definitions.append(("step", shapes.step))
        for form in Grammar.steps {
            definitions.append(("step-\(form.name)", shapes.object(form, adding: rules(of: form))))
        }
        for action in actions { definitions.append(("with-\(action.name)", shapes.parameters(of: action))) }
        return .map(
            [
                ("$schema", "http://json-schema.org/draft-07/schema#"), ("$id", "urn:cordon:playbook"),
                ("title", "Cordon playbook"),
            ] + shapes.members(of: Grammar.playbook) + [("definitions", .map(definitions))]
        )
    }

    /// What stands under `with` depends on the action.
    private func rules(of form: Form) -> [(String, Value)] {
        guard form.name == "action" else { return [] }
        return [("allOf", .list(actions.map(rule)))]
    }

    private func rule(_ action: ActionDescriptor) -> Value {
        let parameters: Value = ["$ref": .string("#/definitions/with-\(action.name)")]
        let needsSome = action.parameters.contains(where: \.isRequired)
        var then: [(String, Value)] = [("properties", ["with": parameters])]
        if needsSome { then.append(("required", ["with"])) }
        return [
            "if": ["properties": ["action": ["const": .string(action.name)]], "required": ["action"]],
            "then": .map(then),
        ]
    }
}
