extension Parser {
    /// A primary and whatever hangs on it: `.field`, `.call()`, `[index]`.
    mutating func member() throws(Problem) -> Expression {
        let start = current.range.lowerBound
        return try member(of: try primary(), from: start)
    }

    mutating func member(of operand: Expression, from start: Int) throws(Problem) -> Expression {
        var result = operand
        while true {
            if take(.dot) != nil {
                result = try selection(from: result, start)
            } else if let bracket = take(.leftBracket) {
                result = try index(into: result, bracket, start)
            } else if isAt(.leftBrace), let name = result.qualifiedName {
                throw notSupported("message construction ('\(name){…}')", "use a map, {'key': value}")
            } else {
                return result
            }
        }
    }

    private mutating func selection(from operand: Expression, _ start: Int) throws(Problem) -> Expression {
        if isAt(.question) { throw notSupported("optional selection ('.?')", "guard the field with has()") }
        let token = current
        switch token.kind {
        case .quoted(let name):
            _ = advance()
            return try node(.select(operand, .init(name: name, range: token.range)), from: start)
        case .identifier(let name) where !Self.isKeyword(name):
            _ = advance()
            guard take(.leftParenthesis) != nil else {
                return try node(.select(operand, .init(name: name, range: token.range)), from: start)
            }
            let arguments = try elements(until: .rightParenthesis, "the arguments of \(name)()")
            let call = Expression.Call(function: name, nameRange: token.range, receiver: operand, arguments: arguments)
            return try expanded(call, from: start)
        case .identifier, .int, .uint, .double, .string, .bytes, .symbol, .end:
            throw unexpected("a field or function name after '.'")
        }
    }

    private mutating func index(
        into operand: Expression,
        _ bracket: Token,
        _ start: Int
    ) throws(Problem) -> Expression {
        if isAt(.question) { throw notSupported("an optional index ('[?')", "test with 'in' first") }
        let key = try element()
        try expect(.rightBracket, for: "after the index")
        let arguments = [operand, key]
        let range = bracket.range.lowerBound..<endOffset
        return try node(
            .call(.init(function: Operator.index, nameRange: range, receiver: nil, arguments: arguments)),
            from: start
        )
    }

    /// Up to and with the closing bracket. A comma may stand before it.
    mutating func elements(until closing: Token.Symbol, _ what: String) throws(Problem) -> [Expression] {
        var result: [Expression] = []
        while take(closing) == nil {
            if isAt(.question) { throw notSupported("an optional element ('?')", "leave the '?' out") }
            result.append(try element())
            if take(.comma) == nil, !isAt(closing) { throw unexpected("',' or '\(closing.rawValue)' in \(what)") }
        }
        return result
    }

    func notSupported(_ what: String, _ suggestion: String) -> Problem {
        Problem(.notSupported, "\(what) is not supported yet", at: current.range, suggestion: suggestion)
    }

    static func isKeyword(_ name: String) -> Bool { ["true", "false", "null", "in"].contains(name) }
}

extension Expression {
    /// `a.b.c` where that is all there is, or nil.
    package var qualifiedName: String? {
        switch kind {
        case .name(let name, _): name
        case .select(let operand, let field): operand.qualifiedName.map { "\($0).\(field.name)" }
        case .literal, .test, .call, .list, .map, .and, .or, .conditional, .comprehension, .invalid: nil
        }
    }
}
