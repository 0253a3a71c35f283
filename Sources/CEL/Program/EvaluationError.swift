/// Why an expression has no value, and which part of it failed.
public struct EvaluationError: Error, Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case noSuchField = "no-such-field"
        case noSuchKey = "no-such-key"
        case noSuchOverload = "no-such-overload"
        case indexOutOfRange = "index-out-of-range"
        case divideByZero = "divide-by-zero"
        case overflow = "overflow"
        case typeMismatch = "type-mismatch"
        case badConversion = "bad-conversion"
        case badArgument = "bad-argument"
        case duplicateKey = "duplicate-key"
        case costExceeded = "cost-exceeded"
        case unbound = "unbound"
        case unknownName = "unknown-name"
    }

    public let kind: Kind
    public let message: String
    /// Byte offsets of the failing part in the program's source.
    public let range: Range<Int>

    public init(_ kind: Kind, _ message: String, at range: Range<Int>) {
        self.kind = kind
        self.message = message
        self.range = range
    }
}

extension EvaluationError: CustomStringConvertible {
    public var description: String { "\(range.lowerBound): \(kind.rawValue): \(message)" }
}
