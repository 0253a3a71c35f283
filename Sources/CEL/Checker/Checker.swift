/// Gives every part of an expression a type and a meaning, and reports all that is wrong with it.
///
/// A part that is wrong is reported once and then counts as `dyn`, so that one mistake makes one problem.
struct Checker {
    /// Whether an expression is held to its types.
    enum Mode: Sendable {
        case checked
        /// Everything is `dyn`, and what would be a problem fails only if it is reached.
        case unchecked
    }

    let environment: Environment
    let mode: Mode
    var unifier = Unifier()
    var locals = LocalScope()
    var localsCount = 0
    /// For compiling constant patterns.
    var patternStepsLeft = LanguageLimits.constantPatternSteps
    private(set) var problems: [Problem] = []

    init(_ environment: Environment, mode: Mode) {
        self.environment = environment
        self.mode = mode
    }

    /// The typed tree, or every problem in source order.
    mutating func check(_ root: Expression, expecting: CELType?) throws(CompileFailure) -> TypedExpression {
        let typed = check(root)
        let type = unifier.resolve(typed.type)
        if let expecting, !unifier.assign([type], to: [expecting]) {
            let message = "this must be a \(expecting), but is a \(describe(type))"
            report(.wrongType, message, at: root.range, suggestion: Advice.toBool(type, expecting: expecting))
        }
        guard problems.isEmpty else {
            let sorted = problems.sorted { ($0.range.lowerBound, $0.message) < ($1.range.lowerBound, $1.message) }
            throw CompileFailure(Array(sorted.prefix(LanguageLimits.problemsMax)))
        }
        return typed
    }

    mutating func check(_ expression: Expression) -> TypedExpression {
        let range = expression.range
        // Those found are all that is told.
        guard problems.count < LanguageLimits.problemsMax else { return unread(range) }
        switch expression.kind {
        case .literal(let value): return TypedExpression(.literal(value), type(of: value), range)
        case .name(let name, let isRooted): return checkName(name, isRooted: isRooted, range)
        case .select(let operand, let field): return checkSelect(expression, operand, field)
        case .optionalSelect(let operand, let field): return checkOptionalSelect(operand, field, range)
        case .test(let operand, let field): return checkTest(operand, field, range)
        case .call(let call): return checkCall(call, range)
        case .list(let elements): return checkList(elements, range)
        case .map(let entries): return checkMap(entries, range)
        case .and(let parts): return TypedExpression(.and(checkLogical(parts, "&&")), .bool, range)
        case .or(let parts): return TypedExpression(.or(checkLogical(parts, "||")), .bool, range)
        case .conditional(let condition, let then, let otherwise):
            return checkConditional(condition, then, otherwise, range)
        case .comprehension(let comprehension): return checkComprehension(comprehension, range)
        case .message(let message): return checkMessage(message, range)
        case .bind(let bindings, let body): return checkBind(bindings, body, range)
        case .optionalMap(let operand, let variable, let body, let isFlat):
            return checkOptionalMap(operand, variable, body, isFlat: isFlat, range)
        case .invalid: return unread(range)
        }
    }

    private func unread(_ range: Range<Int>) -> TypedExpression {
        TypedExpression(.failure(Fault(.unknownName, "not read")), .dyn, range)
    }

    /// Reports, or in an unchecked program makes the part fail when it is reached.
    mutating func fail(
        _ code: Problem.Code,
        _ message: String,
        at place: Range<Int>,
        of range: Range<Int>,
        suggestion: String? = nil
    ) -> TypedExpression {
        report(code, message, at: place, suggestion: suggestion)
        let kind: EvaluationError.Kind =
            switch code {
            case .unknownFunction, .noOverload: .noSuchOverload
            case .unknownField: .noSuchField
            case .wrongType: .typeMismatch
            case .badPattern, .badLiteral: .badArgument
            case .unknownName, .syntax, .tooLarge, .badMacro, .notSupported: .unknownName
            }
        return TypedExpression(.failure(Fault(kind, message)), .dyn, range)
    }

    mutating func report(_ code: Problem.Code, _ message: String, at range: Range<Int>, suggestion: String? = nil) {
        guard mode == .checked else { return }
        problems.append(Problem(code, message, at: range, suggestion: suggestion))
    }

    /// A way out, looked for only where somebody is told.
    func advice(_ find: () -> String?) -> String? { mode == .checked ? find() : nil }

    /// A type as a message names it.
    func describe(_ type: CELType) -> String { unifier.resolve(type, openAsDyn: true).description }
}

// MARK: - Literals, logic

extension Checker {
    func type(of value: Value) -> CELType {
        guard mode == .checked else { return .dyn }
        return switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque: .dyn
        }
    }

    private mutating func checkList(_ elements: [Expression.Element], _ range: Range<Int>) -> TypedExpression {
        let typed = elements.map {
            TypedExpression.Element(value: check($0.value), isOptional: $0.isOptional)
        }
        let types = typed.map { content(of: $0.value, isOptional: $0.isOptional) }
        return TypedExpression(.list(typed), mode == .checked ? .list(joined(types)) : .dyn, range)
    }

    private mutating func checkMap(_ entries: [Expression.Entry], _ range: Range<Int>) -> TypedExpression {
        let typed = entries.map {
            TypedExpression.Entry(key: check($0.key), value: check($0.value), isOptional: $0.isOptional)
        }
        for key in typed.map(\.key) where !Self.canBeKey(unifier.resolve(key.type)) {
            report(.wrongType, "a map's key is a bool, int, uint or string, not a \(describe(key.type))", at: key.range)
        }
        guard mode == .checked else { return TypedExpression(.map(typed), .dyn, range) }
        let values = typed.map { content(of: $0.value, isOptional: $0.isOptional) }
        return TypedExpression(.map(typed), .map(joined(typed.map(\.key.type)), joined(values)), range)
    }

    /// The type that a part adds to a list, a map or a message: behind a `?` what its optional holds.
    mutating func content(of part: TypedExpression, isOptional: Bool) -> CELType {
        isOptional ? optionalContent(of: part, "'?' stands before an optional") : part.type
    }

    private static func canBeKey(_ type: CELType) -> Bool {
        switch type {
        case .bool, .int, .uint, .string, .dyn, .parameter: true
        case .null, .double, .bytes, .timestamp, .duration, .list, .map, .object, .type, .wrapper, .opaque: false
        }
    }

    /// The type of all of them; `dyn` where they differ, unknown where there are none.
    private mutating func joined(_ types: [CELType]) -> CELType {
        guard var type = types.first else { return unifier.fresh() }
        for next in types.dropFirst() {
            guard let both = unifier.join(type, next) else { return .dyn }
            type = both
        }
        return type
    }

    private mutating func checkLogical(_ parts: [Expression], _ sign: String) -> [TypedExpression] {
        parts.map { part in checkCondition(part, "'\(sign)' takes a bool") }
    }

    mutating func checkCondition(_ part: Expression, _ rule: String) -> TypedExpression {
        let typed = check(part)
        if !unifier.assign([typed.type], to: [.bool]) {
            let type = unifier.resolve(typed.type)
            let suggestion = Advice.toBool(type, expecting: .bool)
            report(.wrongType, "\(rule), but this is a \(describe(type))", at: part.range, suggestion: suggestion)
        }
        return typed
    }

    private mutating func checkConditional(
        _ condition: Expression,
        _ then: Expression,
        _ otherwise: Expression,
        _ range: Range<Int>
    ) -> TypedExpression {
        let condition = checkCondition(condition, "'?' takes a bool before it")
        let (then, otherwise) = (check(then), check(otherwise))
        let type = unifier.join(then.type, otherwise.type)
        if type == nil {
            let types = "\(describe(then.type)) and \(describe(otherwise.type))"
            let message = "the two values of '?' have different types, \(types)"
            report(
                .wrongType,
                message,
                at: then.range.lowerBound..<otherwise.range.upperBound,
                suggestion: "wrap one in dyn() if that is meant"
            )
        }
        return TypedExpression(.conditional(condition, then: then, otherwise: otherwise), type ?? .dyn, range)
    }
}
