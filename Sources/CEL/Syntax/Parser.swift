/// Makes a tree of the tokens. A syntax error within brackets spoils that part only: the rest is still read, so that
/// one look shows more than the first mistake.
package struct Parser {
    private var tokens: [Token]
    private var position = 0
    private var nesting = 0
    var problems: [Problem]
    let macros: MacroTable
    private var hasBindings = false

    /// The tree, or every problem.
    package static func parse(_ source: String, _ macros: MacroTable) throws(CompileFailure) -> Expression {
        guard source.utf8.count <= LanguageLimits.sourceBytesMax else {
            let message = "an expression is at most \(LanguageLimits.sourceBytesMax) bytes long"
            throw CompileFailure([Problem(.tooLarge, message, at: 0..<source.utf8.count)])
        }
        var parser = Parser(Lexer.tokens(of: source), macros)
        let tree = parser.parseAll()
        guard let tree, parser.problems.isEmpty else {
            let sorted = parser.problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
            throw CompileFailure(Array(sorted.prefix(LanguageLimits.problemsMax)))
        }
        return tree
    }

    private init(_ lexed: (tokens: [Token], problems: [Problem]), _ macros: MacroTable) {
        tokens = lexed.tokens
        problems = lexed.problems
        self.macros = macros
    }

    private mutating func parseAll() -> Expression? {
        do throws(Problem) {
            let result = try expression()
            guard current.kind == .end else { throw unexpected("an operator or the end") }
            if hasBindings, BoundDepth.of(result) > LanguageLimits.nestingMax { throw tooDeep(result.range) }
            return result
        } catch {
            // What the lexer could not read is already reported; that the parser then stumbles over the gap is not news.
            if problems.isEmpty { problems.append(error) }
            return nil
        }
    }
}

// MARK: - Tokens

extension Parser {
    var current: Token { tokens[position] }

    var following: Token { tokens[min(position + 1, tokens.count - 1)] }

    mutating func advance() -> Token {
        let token = tokens[position]
        if position + 1 < tokens.count { position += 1 }
        return token
    }

    func isAt(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }

    mutating func take(_ symbol: Token.Symbol) -> Token? { isAt(symbol) ? advance() : nil }

    /// The end of what was read last.
    var endOffset: Int { position == 0 ? 0 : tokens[position - 1].range.upperBound }

    @inline(never)
    func unexpected(_ wanted: String, suggestion: String? = nil) -> Problem {
        Problem(.syntax, "expected \(wanted), found \(current.name)", at: current.range, suggestion: suggestion)
    }

    mutating func expect(_ symbol: Token.Symbol, for purpose: String) throws(Problem) {
        guard take(symbol) == nil else { return }
        throw unexpected("'\(symbol.rawValue)' \(purpose)")
    }

    /// A node, unless the tree has become too deep to walk.
    func node(
        _ kind: Expression.Kind,
        from start: Int,
        isBracketed: Bool = false
    ) throws(Problem) -> Expression {
        let result = Expression(kind, start..<max(start, endOffset), isBracketed: isBracketed)
        guard result.depth <= LanguageLimits.nestingMax else { throw tooDeep(result.range) }
        return result
    }

    private func tooDeep(_ range: Range<Int>) -> Problem {
        Problem(.tooLarge, "an expression nests at most \(LanguageLimits.nestingMax) levels deep", at: range)
    }

    /// A call, or what a macro makes of it.
    mutating func node(_ call: Expression.Call, from start: Int) throws(Problem) -> Expression {
        guard let macro = macros.expansion(of: call) else { return try node(.call(call), from: start) }
        let kind = try macro.expand(call)
        if case .bind = kind { hasBindings = true }
        return try node(kind, from: start)
    }

    /// Guards the stack: every recursion of the grammar passes through here.
    mutating func nested(
        _ parse: (inout Parser) throws(Problem) -> Expression
    ) throws(Problem) -> Expression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= LanguageLimits.nestingMax else { throw tooDeep(current.range) }
        return try parse(&self)
    }

    /// An expression within brackets. One that cannot be read is reported, skipped, and stands as invalid.
    mutating func element() throws(Problem) -> Expression {
        let start = current.range.lowerBound
        let before = problems.count
        do throws(Problem) {
            let result = try expression()
            guard endsElement else { throw unexpected("an operator, ',' or a closing bracket") }
            return result
        } catch {
            guard error.code == .syntax, problems.count < LanguageLimits.problemsMax else { throw error }
            if problems.count == before { problems.append(error) }
            skipElement()
            guard current.kind != .end else { throw error }
            return Expression(.invalid, start..<max(start, endOffset))
        }
    }

    private var endsElement: Bool {
        isAt(.comma) || isAt(.rightParenthesis) || isAt(.rightBracket) || isAt(.rightBrace) || isAt(.colon)
    }

    @inline(never)
    private mutating func skipElement() {
        var open = 0
        while current.kind != .end, open > 0 || !endsElement {
            if isAt(.leftParenthesis) || isAt(.leftBracket) || isAt(.leftBrace) { open += 1 }
            if isAt(.rightParenthesis) || isAt(.rightBracket) || isAt(.rightBrace) { open -= 1 }
            _ = advance()
        }
    }
}
