/// One value of the language: what a variable holds, what an expression gives.
///
/// `==` and `hashValue` follow the language where it is an equivalence: `1 == 1u == 1.0`, lists and maps compare
/// by content. They part from it for NaN, which here equals itself, so that values can be stored and compared.
/// An expression's own `==` says that NaN is unequal to everything.
public enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([Value])
    case map(MapValue)
    case timestamp(Timestamp)
    case duration(TimeSpan)
    case type(TypeName)
    case object(any Object)
    /// What may be absent: `optional.of(x)`, and `optional.none()` as nil.
    indirect case optional(Value?)
    /// A value of a type that a library adds.
    indirect case opaque(any Opaque)
}

extension Value {
    /// The name that `type(x)` gives.
    public var typeName: TypeName {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list
        case .map: .map
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .object(let object): TypeName(object.objectType.name)
        case .optional: .optional
        case .opaque(let value): value.typeName
        }
    }

    /// A map with text keys. A key that repeats keeps its last value.
    public static func map(_ entries: some Sequence<(String, Value)>) -> Value {
        .map(MapValue(entries))
    }
}
