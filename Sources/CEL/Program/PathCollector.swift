/// Finds out which paths an expression reads, so that a caller reads only those from its input.
struct PathCollector {
    private(set) var paths: [[String]] = []

    static func paths(of expression: TypedExpression) -> [[String]] {
        var collector = PathCollector()
        collector.visit(expression)
        return Set(collector.paths).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// From a variable through its fields, where that is all the expression is; `x["key"]` counts as a field.
    static func path(of expression: TypedExpression) -> [String]? {
        switch expression.kind {
        case .variable(_, let name): return [name]
        case .select(let operand, let member), .optionalSelect(let operand, let member):
            return path(of: operand).map { $0 + [member.name] }
        case .index(let operand, let key, _):
            guard case .string(let name)? = key.constant else { return nil }
            return path(of: operand).map { $0 + [name] }
        default: return nil
        }
    }

    private mutating func visit(_ expression: TypedExpression) {
        if let path = Self.path(of: expression) {
            paths.append(path)
        } else if let tested = Self.testedPath(of: expression) {
            paths.append(tested)
        } else {
            for child in expression.kind.children { visit(child) }
        }
    }

    private static func testedPath(of expression: TypedExpression) -> [String]? {
        guard case .test(let operand, let member) = expression.kind else { return nil }
        return path(of: operand).map { $0 + [member.name] }
    }

    /// Top-level parts of `&&` that compare a path with a constant.
    static func requiredEqualities(of expression: TypedExpression) -> [(path: [String], value: Value)] {
        switch expression.kind {
        case .and(let parts): return parts.flatMap { requiredEqualities(of: $0) }
        case .equal(let left, let right, negated: false):
            if let path = path(of: left), let value = right.constant { return [(path, value)] }
            if let path = path(of: right), let value = left.constant { return [(path, value)] }
            return []
        default: return []
        }
    }
}
