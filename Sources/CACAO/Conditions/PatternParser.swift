/// Reads a condition.
///
/// - Shape: `comparison (AND|OR comparison)*`, `AND` before `OR`, with parentheses and `NOT`; the brackets of an
///   observation expression may stand around it. What relates observations in time is not read: there are none.
/// - Source: STIX 2.1, section 9.
struct PatternParser {
    private static let depthMax = 32

    private let tokens: [PatternToken]
    private var position = 0
    private var depth = 0

    static func parse(_ text: String) throws(PatternProblem) -> Pattern {
        var parser = PatternParser(tokens: try PatternLexer.tokens(of: text))
        let pattern = try parser.alternatives()
        guard parser.current.kind == .end else { throw parser.unexpected("the end, 'AND' or 'OR'") }
        return pattern
    }

    private init(tokens: [PatternToken]) { self.tokens = tokens }

    private var current: PatternToken { tokens[position] }

    private mutating func alternatives() throws(PatternProblem) -> Pattern {
        var patterns = [try conjunction()]
        while take(keyword: "OR") { patterns.append(try conjunction()) }
        return patterns.count == 1 ? patterns[0] : .or(patterns)
    }

    private mutating func conjunction() throws(PatternProblem) -> Pattern {
        var patterns = [try term()]
        while take(keyword: "AND") { patterns.append(try term()) }
        return patterns.count == 1 ? patterns[0] : .and(patterns)
    }

    private mutating func term() throws(PatternProblem) -> Pattern {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw PatternProblem(problem: .conditionSyntax, message: "nested too deep", range: current.range)
        }
        if take(keyword: "NOT") { return .not(try term()) }
        for (open, close) in [("(", ")"), ("[", "]")] where take(symbol: open) {
            let pattern = try alternatives()
            guard take(symbol: close) else { throw unexpected("'\(close)'") }
            return pattern
        }
        if take(keyword: "EXISTS") { return .exists(try operand()) }
        return try comparison()
    }

    private mutating func comparison() throws(PatternProblem) -> Pattern {
        let left = try operand()
        let isNegated = take(keyword: "NOT")
        let comparator = try comparator()
        let right = comparator == .among ? try set() : [try operand()]
        let pattern = Pattern.comparison(left, comparator, right)
        return isNegated ? .not(pattern) : pattern
    }

    private mutating func comparator() throws(PatternProblem) -> Pattern.Comparator {
        let word: String
        switch current.kind {
        case .symbol("=="): word = "="
        case .symbol("<>"): word = "!="
        case .symbol(let symbol): word = symbol
        case .keyword(let keyword): word = keyword
        case .path, .text, .integer, .float, .bool, .timestamp, .bytes, .end: word = ""
        }
        guard let comparator = Pattern.Comparator(rawValue: word) else {
            throw unexpected("a comparison such as '=', '!=', '<', 'IN', 'LIKE', 'MATCHES'")
        }
        position += 1
        return comparator
    }

    private mutating func set() throws(PatternProblem) -> [Pattern.Operand] {
        guard take(symbol: "(") else { throw unexpected("'(' and the values") }
        var values = [try operand()]
        while take(symbol: ",") { values.append(try operand()) }
        guard take(symbol: ")") else { throw unexpected("',' or ')'") }
        return values
    }

    private mutating func operand() throws(PatternProblem) -> Pattern.Operand {
        let kind: Pattern.Operand.Kind
        switch current.kind {
        case .path(let path): kind = .path(path)
        case .text(let text): kind = .text(text)
        case .integer(let number): kind = .integer(number)
        case .float(let number): kind = .float(number)
        case .bool(let flag): kind = .bool(flag)
        case .timestamp(let text): kind = .timestamp(text)
        case .bytes:
            throw PatternProblem(
                problem: .conditionMeaning,
                message: "no variable holds bytes, so nothing is compared with them",
                range: current.range
            )
        case .keyword, .symbol, .end: throw unexpected("a variable or a value")
        }
        let operand = Pattern.Operand(kind: kind, range: current.range)
        position += 1
        return operand
    }

    private mutating func take(keyword: String) -> Bool { take(.keyword(keyword)) }
    private mutating func take(symbol: String) -> Bool { take(.symbol(symbol)) }

    private mutating func take(_ kind: PatternToken.Kind) -> Bool {
        guard current.kind == kind else { return false }
        position += 1
        return true
    }

    private func unexpected(_ expected: String) -> PatternProblem {
        if case .keyword(let word) = current.kind,
            ["FOLLOWEDBY", "WITHIN", "REPEATS", "START", "STOP"].contains(word)
        {
            return PatternProblem(
                problem: .conditionMeaning,
                message: "'\(word)' relates observations in time, and a condition of a playbook has none",
                range: current.range,
                remedy: "compare variables, and wait with 'delay'"
            )
        }
        return PatternProblem(
            problem: .conditionSyntax,
            message: "\(expected) is expected here",
            range: current.range,
            remedy: "a condition is such as: __address__:value = '10.0.0.1' AND __count__:value > 3"
        )
    }
}
