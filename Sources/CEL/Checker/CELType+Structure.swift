extension CELType {
    /// Whether some part of it stands for any type.
    var hasParameter: Bool {
        switch self {
        case .parameter: true
        case .list(let element): element.hasParameter
        case .map(let key, let value): key.hasParameter || value.hasParameter
        case .type(let inner), .wrapper(let inner): inner.hasParameter
        case .opaque(_, let parameters): parameters.contains(where: \.hasParameter)
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object: false
        }
    }

    /// The type with each direct part replaced; itself where it has none.
    func replacingParameters(_ replace: (CELType) -> CELType) -> CELType {
        switch self {
        case .list(let element): .list(replace(element))
        case .map(let key, let value): .map(replace(key), replace(value))
        case .type(let inner): .type(replace(inner))
        case .wrapper(let inner): .wrapper(replace(inner))
        case .opaque(let name, let parameters): .opaque(name, parameters.map(replace))
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object, .parameter: self
        }
    }

    /// Whether null may stand where it is wanted.
    var isNullable: Bool {
        switch self {
        case .null, .dyn, .object, .opaque, .timestamp, .duration, .wrapper: true
        case .bool, .int, .uint, .double, .string, .bytes, .list, .map, .type, .parameter: false
        }
    }

    /// The name that a value of this type has at run time, or nil where that depends on the value.
    var typeName: TypeName? {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list: .list
        case .map: .map
        case .object(let type): TypeName(type.name)
        case .type: .type
        case .opaque(let name, _): TypeName(name)
        case .wrapper(let inner): inner.typeName
        case .dyn, .parameter: nil
        }
    }

    /// The types that an expression can name.
    static let denoted: [String: CELType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "null_type": .null, "list": .list(.dyn), "map": .map(.dyn, .dyn), "type": .type(.dyn),
        "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    ]
}
