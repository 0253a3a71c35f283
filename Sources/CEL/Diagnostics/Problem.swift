/// One thing wrong with an expression, addressed to its author.
public struct Problem: Error, Sendable, Hashable {
    /// What kind of thing. The text is stable: people search for it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case syntax = "syntax"
        case tooLarge = "too-large"
        case unknownName = "unknown-name"
        case unknownField = "unknown-field"
        case unknownFunction = "unknown-function"
        case noOverload = "no-overload"
        case wrongType = "wrong-type"
        case badMacro = "bad-macro"
        case badLiteral = "bad-literal"
        case badPattern = "bad-pattern"
        case notSupported = "not-supported"
    }

    public let code: Code
    public let message: String
    /// Byte offsets in the source. May be empty, at the end of an expression that stops too early.
    public let range: Range<Int>
    /// What to type instead, as a sentence without a full stop, where we are sure enough to say.
    public let suggestion: String?

    public init(_ code: Code, _ message: String, at range: Range<Int>, suggestion: String? = nil) {
        self.code = code
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }
}
