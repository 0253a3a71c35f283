/// A type as a value: what `type(x)` gives and what `int` denotes. Parameters are not part of it:
/// `type([1]) == type(["a"])`.
public struct TypeName: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ name: String) { description = name }

    public static let null = TypeName("null_type")
    public static let bool = TypeName("bool")
    public static let int = TypeName("int")
    public static let uint = TypeName("uint")
    public static let double = TypeName("double")
    public static let string = TypeName("string")
    public static let bytes = TypeName("bytes")
    public static let list = TypeName("list")
    public static let map = TypeName("map")
    public static let timestamp = TypeName("google.protobuf.Timestamp")
    public static let duration = TypeName("google.protobuf.Duration")
    public static let type = TypeName("type")
    public static let optional = TypeName("optional_type")
}
