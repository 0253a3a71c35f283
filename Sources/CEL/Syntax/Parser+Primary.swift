extension Parser {
    mutating func primary() throws(Problem) -> Expression {
        let start = current.range.lowerBound
        switch current.kind {
        case .symbol(.leftParenthesis): return try parenthesized()
        case .symbol(.leftBracket):
            _ = advance()
            return try listLiteral(from: start)
        case .symbol(.leftBrace): return try mapLiteral()
        case .symbol(.dot):
            _ = advance()
            return try named(isRooted: true, from: start)
        case .identifier(let name) where !Self.isKeyword(name): return try named(isRooted: false, from: start)
        case .identifier, .int, .uint, .double, .string, .bytes, .quoted, .symbol, .end: return try constant()
        }
    }

    @inline(never)
    private mutating func constant() throws(Problem) -> Expression {
        switch current.kind {
        case .identifier("true"): return try literal(.bool(true))
        case .identifier("false"): return try literal(.bool(false))
        case .identifier("null"): return try literal(.null)
        case .int(let magnitude):
            guard let int = Int64(exactly: magnitude) else {
                let suggestion = "write \(magnitude)u for an unsigned number"
                throw Problem(.syntax, "this number does not fit an int", at: current.range, suggestion: suggestion)
            }
            return try literal(.int(int))
        case .uint(let value): return try literal(.uint(value))
        case .double(let value): return try literal(.double(value))
        case .string(let value): return try literal(.string(value))
        case .bytes(let value): return try literal(.bytes(value))
        case .identifier, .quoted, .symbol, .end: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) throws(Problem) -> Expression {
        let start = advance().range.lowerBound
        return try node(.literal(value), from: start)
    }

    /// Brackets leave no node, but widen the range of what they hold, so that a message shows them too.
    @inline(never)
    private mutating func parenthesized() throws(Problem) -> Expression {
        let start = advance().range.lowerBound
        let inner = try element()
        try expect(.rightParenthesis, for: "to close this bracket")
        return try node(inner.kind, from: start, isBracketed: true)
    }

    private mutating func named(isRooted: Bool, from start: Int) throws(Problem) -> Expression {
        let name = try readableName()
        if following.kind == .symbol(.leftParenthesis) { return try call(name, on: nil, start) }
        return try bare(name, isRooted: isRooted, from: start)
    }

    @inline(never)
    private mutating func bare(_ name: String, isRooted: Bool, from start: Int) throws(Problem) -> Expression {
        _ = advance()
        return try node(.name(name, isRooted: isRooted), from: start)
    }

    @inline(never)
    private func readableName() throws(Problem) -> String {
        guard case .identifier(let name) = current.kind, !Self.isKeyword(name) else { throw unexpected("a name") }
        guard !Self.reserved.contains(name) else {
            throw Problem(.syntax, "'\(name)' is a reserved word and cannot be a name", at: current.range)
        }
        return name
    }

    /// - Source: cel-spec, "Syntax", RESERVED.
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    @inline(never)
    private mutating func listLiteral(from start: Int) throws(Problem) -> Expression {
        var elements: [Expression.Element] = []
        try each(until: .rightBracket, "this list") { parser throws(Problem) in
            let isOptional = parser.take(.question) != nil
            elements.append(Expression.Element(value: try parser.element(), isOptional: isOptional))
        }
        return try node(.list(elements), from: start)
    }

    @inline(never)
    private mutating func mapLiteral() throws(Problem) -> Expression {
        let start = advance().range.lowerBound
        var entries: [Expression.Entry] = []
        try each(until: .rightBrace, "this map") { parser throws(Problem) in
            let isOptional = parser.take(.question) != nil
            let key = try parser.element()
            try parser.expect(.colon, for: "after a map's key")
            entries.append(Expression.Entry(key: key, value: try parser.element(), isOptional: isOptional))
        }
        return try node(.map(entries), from: start)
    }
}
