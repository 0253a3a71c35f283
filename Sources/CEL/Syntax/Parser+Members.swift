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
            } else if isAt(.leftBrace), !result.isBracketed, let (name, isRooted) = result.qualified {
                result = try message(name, isRooted, start)
            } else {
                return result
            }
        }
    }

    @inline(never)
    private mutating func selection(from operand: Expression, _ start: Int) throws(Problem) -> Expression {
        let isOptional = take(.question) != nil
        let token = current
        switch token.kind {
        case .quoted(let name): return try field(name, of: operand, isOptional, start)
        case .identifier(let name) where !Self.isKeyword(name):
            guard !isOptional, following.kind == .symbol(.leftParenthesis) else {
                return try field(name, of: operand, isOptional, start)
            }
            return try call(name, on: operand, start)
        case .identifier, .int, .uint, .double, .string, .bytes, .symbol, .end:
            throw unexpected("a field or function name after '.'")
        }
    }

    @inline(never)
    private mutating func field(
        _ name: String,
        of operand: Expression,
        _ isOptional: Bool,
        _ start: Int
    ) throws(Problem) -> Expression {
        let field = Expression.Field(name: name, range: advance().range)
        return try node(isOptional ? .optionalSelect(operand, field) : .select(operand, field), from: start)
    }

    /// A function and its arguments, from its name on.
    @inline(never)
    mutating func call(_ name: String, on receiver: Expression?, _ start: Int) throws(Problem) -> Expression {
        let nameRange = advance().range
        _ = advance()
        let arguments = try arguments(of: name)
        let call = Expression.Call(function: name, nameRange: nameRange, receiver: receiver, arguments: arguments)
        return try node(call, from: start)
    }

    @inline(never)
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

    /// The arguments of a call, up to and with the closing bracket.
    mutating func arguments(of name: String) throws(Problem) -> [Expression] {
        var result: [Expression] = []
        try each(until: .rightParenthesis, "the arguments of \(name)()") { parser throws(Problem) in
            result.append(try parser.element())
        }
        return result
    }

    /// Reads parts separated by commas, up to and with the closing bracket. A comma may stand before it, not in a call.
    mutating func each(
        until closing: Token.Symbol,
        _ what: String,
        _ read: (inout Parser) throws(Problem) -> Void
    ) throws(Problem) {
        let mayEndInComma = closing != .rightParenthesis
        if mayEndInComma, isAt(.comma), following.kind == .symbol(closing) { _ = advance() }
        while take(closing) == nil {
            try read(&self)
            if let comma = take(.comma) {
                guard mayEndInComma || !isAt(closing) else { throw trailing(comma) }
            } else if !isAt(closing) {
                throw unexpected("',' or '\(closing.rawValue)' in \(what)")
            }
        }
    }

    private func trailing(_ comma: Token) -> Problem {
        Problem(.syntax, "the last argument of a call has no comma behind it", at: comma.range, suggestion: "remove it")
    }

    /// `Name{field: value}`, from its brace on.
    @inline(never)
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
        case .select(let operand, let field): operand.prefixName.map { "\($0).\(field.name)" }
        case .literal, .optionalSelect, .test, .call, .list, .map, .message, .and, .or, .conditional, .comprehension,
            .bind, .optionalMap, .invalid:
            nil
        }
    }

    /// The same, where it may go on: brackets end a name.
    package var prefixName: String? { isBracketed ? nil : qualifiedName }

    /// The name, and whether a dot stands before it.
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
