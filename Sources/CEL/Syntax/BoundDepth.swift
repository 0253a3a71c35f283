/// How deep an evaluation goes, names followed.
///
/// A name that `cel.bind` gives is worked out where it is first read, so its definition's levels come on top of those
/// around the reading: a flat list of a thousand names, each of which reads the one before it, is a thousand levels.
struct BoundDepth {
    /// Levels of the names that are bound here. A macro's variable has its value already.
    private var names: [String: Int] = [:]

    static func of(_ expression: Expression) -> Int {
        var meter = BoundDepth()
        return meter.depth(of: expression)
    }

    private mutating func depth(of expression: Expression) -> Int {
        switch expression.kind {
        case .name(let name, isRooted: false): return 1 + (names[name] ?? 0)
        case .bind(let bindings, let body):
            return scoped { meter in
                for binding in bindings { meter.names[binding.variable.name] = meter.depth(of: binding.value) }
                return 1 + meter.depth(of: body)
            }
        case .comprehension(let comprehension):
            let variables = [comprehension.variable.name, comprehension.second?.name].compactMap(\.self)
            let source = depth(of: comprehension.source)
            return max(1 + source, within(variables, comprehension.bodies))
        case .optionalMap(let operand, let variable, let body, _):
            let operand = depth(of: operand)
            return max(1 + operand, within([variable.name], [body]))
        case .literal, .name, .select, .optionalSelect, .test, .call, .list, .map, .message, .and, .or, .conditional,
            .invalid:
            return within([], expression.kind.children)
        }
    }

    private mutating func within(_ variables: [String], _ children: [Expression]) -> Int {
        scoped { meter in
            for variable in variables where meter.names[variable] != nil { meter.names[variable] = nil }
            return 1 + (children.map { meter.depth(of: $0) }.max() ?? 0)
        }
    }

    private mutating func scoped(_ measure: (inout BoundDepth) -> Int) -> Int {
        let outside = names
        defer { names = outside }
        return measure(&self)
    }
}
