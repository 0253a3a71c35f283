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
    /// A type known by name alone, such as an extension's, with its parameters.
    case opaque(String, [CELType])
    /// Stands for any one type within an overload's signature: `size(list(A)) -> int`.
    case parameter(String)
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
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name
        }
    }
}
