/// Finds out which paths an expression reads, so that a caller reads only those from its input.
struct PathCollector {
    /// Sorted, each once.
    var paths: [[String]] { Self.sorted(read) }
    /// Those among them whose absence is no error: `has(…)`, and whatever has a `?` in it.
    var testedPaths: [[String]] { Self.sorted(tested) }

    private var read: [[String]] = []
    private var tested: [[String]] = []

    init(_ expression: TypedExpression) { visit(expression) }

    private static func sorted(_ paths: [[String]]) -> [[String]] {
        Set(paths).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// From a variable through its fields, where that is all the expression is; `x["key"]` counts as a field.
    static func path(of expression: TypedExpression) -> [String]? {
        if case .variable(_, let name) = expression.kind { return [name] }
        guard let (operand, name) = step(of: expression) else { return nil }
        return path(of: operand).map { $0 + [name] }
    }

    /// What a selection looks into, and what it asks for.
    private static func step(of expression: TypedExpression) -> (operand: TypedExpression, name: String)? {
        if case .select(let operand, let member) = expression.kind { return (operand, member.name) }
        if case .optionalSelect(let operand, let member) = expression.kind { return (operand, member.name) }
        guard case .index(let operand, let key, _) = expression.kind, case .string(let name)? = key.constant else {
            return nil
        }
        return (operand, name)
    }

    private mutating func visit(_ expression: TypedExpression) {
        if let path = Self.path(of: expression) {
            read.append(path)
            if Self.isOptional(expression) { tested.append(path) }
        } else if let path = Self.testedPath(of: expression) {
            read.append(path)
            tested.append(path)
        } else {
            for child in expression.kind.children { visit(child) }
        }
    }

    /// Whether a selection of the path asks with `?`.
    private static func isOptional(_ expression: TypedExpression) -> Bool {
        if case .optionalSelect = expression.kind { return true }
        if case .index(_, _, isOptional: true) = expression.kind { return true }
        return step(of: expression).map { isOptional($0.operand) } ?? false
    }

    private static func testedPath(of expression: TypedExpression) -> [String]? {
        guard case .test(let operand, let member) = expression.kind else { return nil }
        return path(of: operand).map { $0 + [member.name] }
    }

    /// Top-level parts of `&&` that compare a path with a constant.
    static func requiredEqualities(of expression: TypedExpression) -> [(path: [String], value: Value)] {
        if case .and(let parts) = expression.kind { return parts.flatMap { requiredEqualities(of: $0) } }
        guard case .equal(let left, let right, negated: false) = expression.kind else { return [] }
        if let path = path(of: left), let value = right.constant { return [(path, value)] }
        if let path = path(of: right), let value = left.constant { return [(path, value)] }
        return []
    }

    /// Top-level parts of `&&` that compare a path with a constant number. One that is not exact as a double is left out.
    static func requiredBounds(of expression: TypedExpression) -> [(path: [String], bound: Bound)] {
        if case .and(let parts) = expression.kind { return parts.flatMap { requiredBounds(of: $0) } }
        guard case .call(let function, let overloads, let arguments) = expression.kind, arguments.count == 2,
            overloads.allSatisfy(\.isStandard), let comparison = Comparison(function: function)
        else { return [] }
        if let path = path(of: arguments[0]), let number = arguments[1].constant?.exactDouble {
            return [(path, comparison.isUpward ? .atLeast(number) : .atMost(number))]
        }
        if let path = path(of: arguments[1]), let number = arguments[0].constant?.exactDouble {
            return [(path, comparison.isUpward ? .atMost(number) : .atLeast(number))]
        }
        return []
    }
}
