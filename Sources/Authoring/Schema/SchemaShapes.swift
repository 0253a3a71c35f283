import CEL
import Domain
import Playbooks

/// What each ``Shape`` is in JSON Schema.
struct SchemaShapes {
    let actionNames: [String]

    /// A step is of one kind, and the key that it is named after says of which.
    var step: Value {
        ["anyOf": .list(Grammar.steps.map { ["$ref": .string("#/definitions/step-\($0.name)")] })]
    }

    func object(_ form: Form, adding more: [(String, Value)] = []) -> Value { .map(members(of: form) + more) }

    func members(of form: Form) -> [(String, Value)] {
        let properties = form.keys.map { key in (key.name, described(schema(key.shape), key)) }
        return [
            ("type", "object"), ("description", .string(form.summary)), ("additionalProperties", false),
            ("required", Value(texts: form.keys.filter(\.isRequired).map(\.name))), ("properties", .map(properties)),
        ]
    }

    /// What an action takes under `with`.
    func parameters(of action: ActionDescriptor) -> Value {
        let properties = action.parameters.map { parameter in
            (parameter.name, described(schema(parameter.type), parameter.summary))
        }
        return [
            "type": "object", "description": .string(action.summary), "additionalProperties": false,
            "required": Value(texts: action.parameters.filter(\.isRequired).map(\.name)),
            "properties": .map(properties),
        ]
    }

    private func described(_ schema: Value, _ key: Key) -> Value {
        described(schema, key.standard.map { "\(key.summary) Unless said: \($0)." } ?? key.summary)
    }

    /// Beside a reference draft-07 reads nothing else, so a reference stands in a list of one.
    private func described(_ schema: Value, _ text: String) -> Value {
        guard case .map(let map) = schema else { return ["description": .string(text)] }
        var members: [(String, Value)] = [("description", .string(text))]
        if map["$ref"] != nil { return .map(members + [("allOf", [schema])]) }
        for entry in map.entries { if case .string(let key) = entry.key { members.append((key, entry.value)) } }
        return .map(members)
    }

    /// `true` allows anything.
    private func schema(_ shape: Shape) -> Value {
        switch shape {
        case .name: Self.pattern("^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")
        case .text, .template, .topic, .condition, .expression: Self.scalar
        case .anything, .parameters: true
        case .duration: Self.duration
        case .instant: ["type": "string", "format": "date-time"]
        case .timeOfDay: Self.pattern("^([01][0-9]|2[0-4]):[0-5][0-9]$")
        case .number(let range):
            [
                "type": "integer", "minimum": .int(Int64(range.lowerBound)), "maximum": .int(Int64(range.upperBound)),
            ]
        case .share: Self.pattern("^[0-9]{1,3}(\\.[0-9]{1,4})?%$")
        case .choice(let words): ["enum": Value(texts: words)]
        case .stepID, .connection: ["type": "string", "minLength": 1]
        case .action: ["enum": Value(texts: actionNames)]
        case .entries(let inner): ["type": "object", "additionalProperties": schema(inner)]
        case .list(let inner): ["type": "array", "items": schema(inner)]
        case .form(let name): ["$ref": .string("#/definitions/\(name)")]
        case .step: ["$ref": "#/definitions/step"]
        case .either(let shapes): ["anyOf": .list(shapes.map(schema))]
        }
    }

    private func schema(_ type: ActionDescriptor.ParameterType) -> Value {
        switch type {
        case .connection: ["type": "string", "minLength": 1]
        case .text, .topic, .path: Self.scalar
        case .duration: Self.duration
        case .choice(let words): ["enum": Value(texts: words)]
        case .document: true
        case .confirmation: ["$ref": "#/definitions/confirm"]
        }
    }

    /// Numbers and truth values are taken as they are written.
    private static let scalar: Value = ["type": ["string", "number", "boolean"]]
    private static let duration = pattern("^[0-9]{1,12}(ms|s|m|h|d)$")

    private static func pattern(_ pattern: String) -> Value { ["type": "string", "pattern": .string(pattern)] }
}
