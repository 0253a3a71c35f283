/// A word of a condition.
struct PatternToken: Equatable {
    enum Kind: Equatable {
        /// `AND`, `LIKE` and the like, in capitals.
        case keyword(String)
        /// `=`, `<=`, `(`, `[`.
        case symbol(String)
        /// `__address__:value`, `ipv4-addr:value`.
        case path(String)
        case text(String)
        case integer(Int64)
        case float(Double)
        case bool(Bool)
        case timestamp(String)
        /// A literal of bytes, which no variable is.
        case bytes
        case end
    }

    let kind: Kind
    /// In bytes of the condition.
    let range: Range<Int>
}

/// What is wrong with a condition, and where in it.
struct PatternProblem: Error, Equatable {
    let problem: CACAOProblem
    let message: String
    /// In bytes of the condition.
    let range: Range<Int>
    var remedy: String?
}
