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
        case .field(let operand, _, let name), .member(let operand, let name):
            return path(of: operand).map { $0 + [name] }
        case .index(let operand, let key):
            guard case .string(let name)? = key.constant else { return nil }
            return path(of: operand).map { $0 + [name] }
        case .literal, .local, .hasField, .hasMember, .call, .equal, .contains, .matches, .list, .map, .and, .or,
            .conditional,
            .comprehension, .failure:
            return nil
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
        switch expression.kind {
        case .hasMember(let operand, let name): path(of: operand).map { $0 + [name] }
        case .hasField(let operand, let index):
            if case .object(let type) = operand.type {
                path(of: operand).map { $0 + [type.fields[index].name] }
            } else {
                nil
            }
        case .literal, .variable, .local, .field, .member, .call, .equal, .contains, .matches, .index, .list, .map,
            .and, .or,
            .conditional, .comprehension, .failure:
            nil
        }
    }

    /// Top-level parts of `&&` that compare a path with a constant.
    static func requiredEqualities(of expression: TypedExpression) -> [(path: [String], value: Value)] {
        switch expression.kind {
        case .and(let parts): return parts.flatMap { requiredEqualities(of: $0) }
        case .equal(let left, let right, negated: false):
            if let path = path(of: left), let value = right.constant { return [(path, value)] }
            if let path = path(of: right), let value = left.constant { return [(path, value)] }
            return []
        case .literal, .variable, .local, .field, .member, .hasField, .hasMember, .call, .equal, .contains, .matches,
            .index,
            .list, .map, .or, .conditional, .comprehension, .failure:
            return []
        }
    }
}

extension TypedExpression.Kind {
    var children: [TypedExpression] {
        switch self {
        case .literal, .variable, .local, .failure: []
        case .field(let operand, _, _), .member(let operand, _), .hasField(let operand, _), .hasMember(let operand, _):
            [operand]
        case .call(_, _, let arguments): arguments
        case .equal(let left, let right, _), .contains(let left, let right), .matches(let left, let right, _),
            .index(let left, let right):
            [left, right]
        case .list(let elements), .and(let elements), .or(let elements): elements
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .comprehension(let comprehension): [comprehension.source] + comprehension.bodies
        }
    }
}
