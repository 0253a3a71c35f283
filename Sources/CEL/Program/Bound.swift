/// What a number must be wherever a condition is true.
public enum Bound: Hashable, Sendable {
    /// This, or above it.
    case atLeast(Double)
    /// This, or below it.
    case atMost(Double)
}

extension Value {
    /// A number as a double, where that is the very same number: doubles are ordered as the language orders them then. Nil
    /// for NaN, and for all that is no number.
    package var exactDouble: Double? {
        switch self {
        case .int(let number): Double(exactly: number)
        case .uint(let number): Double(exactly: number)
        case .double(let number): number.isNaN ? nil : number
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque: nil
        }
    }
}
