/// What a JSON value is.
public enum JSONKind: Hashable, Sendable {
    case null
    case bool
    /// An integer that fits `Int64`.
    case int
    /// An integer above `Int64.max` that fits `UInt64`.
    case uint
    /// A number with a fraction or an exponent.
    case double
    case string
    case array
    case object
}
