/// A static type: what a variable is declared as, and what the checker deduces.
public indirect enum CELType: Sendable, Hashable {
    /// Known only when the expression runs.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case list(CELType)
    case map(CELType, CELType)
    case object(ObjectType)
    /// The type of a type: `type(1)` is a `type(int)`.
    case type(CELType)
    /// A bool, a number, text or bytes that may be null: a field that is optional in its schema.
    case wrapper(CELType)
    /// A type known by name alone, such as an extension's, with its parameters.
    case opaque(String, [CELType])
    /// Stands for any one type within an overload's signature: `size(list(A)) -> int`.
    case parameter(String)
}

extension CELType {
    /// The type of an optional value: `optional_type(int)`.
    public static func optional(_ type: CELType) -> CELType { .opaque(TypeName.optional.description, [type]) }

    /// What an optional holds; nil for a type that is none.
    package var optionalContent: CELType? {
        guard case .opaque(TypeName.optional.description, let parameters) = self, parameters.count == 1 else {
            return nil
        }
        return parameters[0]
    }
}

extension CELType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .object(let type): type.name
        case .type(let type): "type(\(type))"
        case .wrapper(let type): "wrapper(\(type))"
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name
        }
    }
}
