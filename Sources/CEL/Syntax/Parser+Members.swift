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
            } else if isAt(.leftBrace), let (name, isRooted) = result.qualified {
                result = try message(name, isRooted, start)
            } else {
                return result
            }
        }
    }

    private mutating func selection(from operand: Expression, _ start: Int) throws(Problem) -> Expression {
        let isOptional = take(.question) != nil
        let token = current
        switch token.kind {
        case .quoted(let name):
            _ = advance()
            let field = Expression.Field(name: name, range: token.range)
            return try node(isOptional ? .optionalSelect(operand, field) : .select(operand, field), from: start)
        case .identifier(let name) where !Self.isKeyword(name):
            _ = advance()
            guard !isOptional, take(.leftParenthesis) != nil else {
                let field = Expression.Field(name: name, range: token.range)
                return try node(isOptional ? .optionalSelect(operand, field) : .select(operand, field), from: start)
            }
            let arguments = try elements(until: .rightParenthesis, "the arguments of \(name)()")
            let call = Expression.Call(function: name, nameRange: token.range, receiver: operand, arguments: arguments)
            return try node(call, from: start)
        case .identifier, .int, .uint, .double, .string, .bytes, .symbol, .end:
            throw unexpected("a field or function name after '.'")
        }
    }

    private mutating func index(
        into operand: Expression,
        _ bracket: Token,
        _ start: Int
    ) throws(Problem) -> Expression {
        let function = take(.question) == nil ? Operator.index : Operator.optionalIndex
        let key = try element()
        try expect(.rightBracket, for: "after the index")
        let arguments = [operand, key]
        let range = bracket.range.lowerBound..<endOffset
        return try node(
            .call(.init(function: function, nameRange: range, receiver: nil, arguments: arguments)),
            from: start
        )
    }

    /// Up to and with the closing bracket. A comma may stand before it.
    mutating func elements(until closing: Token.Symbol, _ what: String) throws(Problem) -> [Expression] {
        var result: [Expression] = []
        try each(until: closing, what) { parser throws(Problem) in result.append(try parser.element()) }
        return result
    }

    /// Reads parts separated by commas, up to and with the closing bracket. But for arguments, one comma may follow the
    /// last part, or stand alone.
    mutating func each(
        until closing: Token.Symbol,
        _ what: String,
        _ read: (inout Parser) throws(Problem) -> Void
    ) throws(Problem) {
        let mayTrail = closing != .rightParenthesis
        if mayTrail, isAt(.comma), following.kind == .symbol(closing) { _ = advance() }
        guard take(closing) == nil else { return }
        repeat {
            try read(&self)
            if take(closing) != nil { return }
            guard take(.comma) != nil else { throw unexpected("',' or '\(closing.rawValue)' in \(what)") }
        } while !mayTrail || take(closing) == nil
    }

    /// `Name{field: value}`, from its brace on.
    private mutating func message(_ name: String, _ isRooted: Bool, _ start: Int) throws(Problem) -> Expression {
        let nameRange = start..<endOffset
        _ = advance()
        var assignments: [Expression.Message.Assignment] = []
        try each(until: .rightBrace, "this message") { parser throws(Problem) in
            let isOptional = parser.take(.question) != nil
            let field = try parser.assignedField()
            try parser.expect(.colon, for: "after the field")
            assignments.append(.init(field: field, value: try parser.element(), isOptional: isOptional))
        }
        let message = Expression.Message(
            name: name,
            isRooted: isRooted,
            nameRange: nameRange,
            assignments: assignments
        )
        return try node(.message(message), from: start)
    }

    private mutating func assignedField() throws(Problem) -> Expression.Field {
        let token = current
        switch token.kind {
        case .quoted(let name), .identifier(let name):
            _ = advance()
            return Expression.Field(name: name, range: token.range)
        case .int, .uint, .double, .string, .bytes, .symbol, .end: throw unexpected("a field's name")
        }
    }

    static func isKeyword(_ name: String) -> Bool { ["true", "false", "null", "in"].contains(name) }
}

extension Expression {
    /// `a.b.c` where that is all there is, or nil.
    package var qualifiedName: String? {
        switch kind {
        case .name(let name, _): name
        case .select(let operand, let field): operand.qualifiedName.map { "\($0).\(field.name)" }
        case .literal, .optionalSelect, .test, .call, .list, .map, .message, .and, .or, .conditional, .comprehension,
            .bind, .optionalMap, .invalid:
            nil
        }
    }

    /// The same, and whether a dot stands before it.
    package var qualified: (name: String, isRooted: Bool)? {
        guard let name = qualifiedName, let root else { return nil }
        return (name, root.isRooted)
    }

    /// The name at the beginning of a dotted one.
    var root: (name: String, isRooted: Bool)? {
        switch kind {
        case .name(let name, let isRooted): (name, isRooted)
        case .select(let operand, _): operand.root
        case .literal, .optionalSelect, .test, .call, .list, .map, .message, .and, .or, .conditional, .comprehension,
            .bind, .optionalMap, .invalid:
            nil
        }
    }
}
