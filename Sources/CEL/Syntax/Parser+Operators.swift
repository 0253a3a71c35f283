// The grammar recurses through all of this for each bracket. What is not inlined stands apart so that the frames of the
// rest stay small: see LanguageLimits.nestingMax.
extension Parser {
    /// `a ? b : c` and everything that binds more tightly.
    mutating func expression() throws(Problem) -> Expression {
        try nested { parser throws(Problem) in try parser.conditional() }
    }

    private mutating func conditional() throws(Problem) -> Expression {
        let start = current.range.lowerBound
        let condition = try disjunction()
        guard take(.question) != nil else { return condition }
        let then = try disjunction()
        try expect(.colon, for: "between the two values of '?'")
        let otherwise = try expression()
        return try node(.conditional(condition, then: then, otherwise: otherwise), from: start)
    }

    private mutating func disjunction() throws(Problem) -> Expression {
        let start = current.range.lowerBound
        var parts = [try conjunction()]
        while take(.or) != nil { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : try node(.or(parts), from: start)
    }

    private mutating func conjunction() throws(Problem) -> Expression {
        let start = current.range.lowerBound
        var parts = [try binary()]
        while take(.and) != nil { parts.append(try binary()) }
        return parts.count == 1 ? parts[0] : try node(.and(parts), from: start)
    }

    private struct BinaryOperator {
        let function: String
        /// Higher binds more tightly.
        let level: Int
    }

    /// A left side that waits for its right side.
    private struct Pending {
        let left: Expression
        let found: BinaryOperator
        let sign: Range<Int>
    }

    /// Operators of all levels in one level of the stack.
    private mutating func binary() throws(Problem) -> Expression {
        var pending: [Pending] = []
        var right = try unary()
        while let found = binaryOperator {
            right = try joined(&pending, right, atLeast: found.level)
            pending.append(Pending(left: right, found: found, sign: advance().range))
            right = try unary()
        }
        return try joined(&pending, right, atLeast: 0)
    }

    /// What binds as tightly as what follows, put together.
    @inline(never)
    private func joined(
        _ pending: inout [Pending],
        _ last: Expression,
        atLeast level: Int
    ) throws(Problem) -> Expression {
        var right = last
        while let next = pending.last, next.found.level >= level {
            pending.removeLast()
            let arguments = [next.left, right]
            let function = next.found.function
            let call = Expression.Call(function: function, nameRange: next.sign, receiver: nil, arguments: arguments)
            right = try node(.call(call), from: next.left.range.lowerBound)
        }
        return right
    }

    private var binaryOperator: BinaryOperator? {
        switch current.kind {
        case .symbol(let symbol): Self.operators[symbol]
        case .identifier("in"): BinaryOperator(function: Operator.isIn, level: 0)
        case .identifier, .quoted, .int, .uint, .double, .string, .bytes, .end: nil
        }
    }

    private static let operators: [Token.Symbol: BinaryOperator] = [
        .equal: BinaryOperator(function: Operator.equal, level: 0),
        .notEqual: BinaryOperator(function: Operator.notEqual, level: 0),
        .less: BinaryOperator(function: Operator.less, level: 0),
        .lessOrEqual: BinaryOperator(function: Operator.lessOrEqual, level: 0),
        .greater: BinaryOperator(function: Operator.greater, level: 0),
        .greaterOrEqual: BinaryOperator(function: Operator.greaterOrEqual, level: 0),
        .plus: BinaryOperator(function: Operator.add, level: 1),
        .minus: BinaryOperator(function: Operator.subtract, level: 1),
        .times: BinaryOperator(function: Operator.multiply, level: 2),
        .divide: BinaryOperator(function: Operator.divide, level: 2),
        .modulo: BinaryOperator(function: Operator.modulo, level: 2),
    ]

    private mutating func unary() throws(Problem) -> Expression {
        if isAt(.not) { return try prefixed(.not, Operator.not) }
        guard isAt(.minus) else { return try member() }
        let start = current.range.lowerBound
        if let literal = try negativeLiteral() { return try member(of: literal, from: start) }
        return try prefixed(.minus, Operator.negate)
    }

    @inline(never)
    private mutating func prefixed(_ symbol: Token.Symbol, _ function: String) throws(Problem) -> Expression {
        let sign = advance().range
        let operand = try nested { parser throws(Problem) in
            parser.isAt(symbol) ? try parser.prefixed(symbol, function) : try parser.unary()
        }
        let call = Expression.Call(function: function, nameRange: sign, receiver: nil, arguments: [operand])
        return try node(.call(call), from: sign.lowerBound)
    }

    /// A minus directly before a number belongs to it: the smallest int has no positive counterpart.
    @inline(never)
    private mutating func negativeLiteral() throws(Problem) -> Expression? {
        let start = current.range.lowerBound
        let value: Value
        switch following.kind {
        case .double(let double): value = .double(-double)
        case .int(let magnitude):
            guard let int = Int64(exactly: -Int128(magnitude)) else {
                throw Problem(.syntax, "this number does not fit an int", at: start..<following.range.upperBound)
            }
            value = .int(int)
        case .identifier, .quoted, .uint, .string, .bytes, .symbol, .end: return nil
        }
        _ = advance()
        _ = advance()
        return try node(.literal(value), from: start)
    }
}
