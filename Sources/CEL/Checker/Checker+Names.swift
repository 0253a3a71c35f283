extension Checker {
    mutating func checkName(_ name: String, isRooted: Bool, _ range: Range<Int>) -> TypedExpression {
        if let found = lookUp(name, isRooted: isRooted, range) { return found }
        let message = "no variable '\(name)' is declared"
        return fail(.unknownName, message, at: range, of: range, suggestion: suggestion(forName: name))
    }

    mutating func checkSelect(
        _ whole: Expression,
        _ operand: Expression,
        _ field: Expression.Field
    ) -> TypedExpression {
        if let qualified = lookUpQualified(whole) { return qualified }
        let typed = check(operand)
        switch member(field, of: typed, operand, whole.range) {
        case .index(let index, let type):
            return TypedExpression(.field(typed, index: index, name: field.name), type, whole.range)
        case .name(let type): return TypedExpression(.member(typed, name: field.name), type, whole.range)
        case .failure(let failure): return failure
        }
    }

    mutating func checkTest(_ operand: Expression, _ field: Expression.Field, _ range: Range<Int>) -> TypedExpression {
        let typed = check(operand)
        switch member(field, of: typed, operand, range) {
        case .index(let index, _): return TypedExpression(.hasField(typed, index: index), .bool, range)
        case .name: return TypedExpression(.hasMember(typed, name: field.name), .bool, range)
        case .failure(let failure): return failure
        }
    }

    private enum Member {
        case index(Int, CELType)
        case name(CELType)
        case failure(TypedExpression)
    }

    private mutating func member(
        _ field: Expression.Field,
        of typed: TypedExpression,
        _ operand: Expression,
        _ range: Range<Int>
    ) -> Member {
        let type = unifier.resolve(typed.type)
        switch type {
        case .object(let object):
            if let index = object.index(of: field.name) { return .index(index, object.fields[index].type) }
            let nearest = Spelling.closest(to: field.name, among: object.fields.map(\.name))
            let path = operand.qualifiedName.map { "\($0)." } ?? ""
            let message = "\(object.name) has no field '\(field.name)'"
            let suggestion = nearest.map { Advice.didYouMean(path + $0) }
            return .failure(fail(.unknownField, message, at: field.range, of: range, suggestion: suggestion))
        case .map(let key, let value):
            guard unifier.assign([.string], to: [key]) else {
                let message = "this map's keys are \(describe(key)), so '.\(field.name)' finds nothing"
                return .failure(fail(.wrongType, message, at: field.range, of: range, suggestion: "write […] instead"))
            }
            return .name(value)
        case .dyn: return .name(.dyn)
        case .parameter:
            _ = unifier.assign([type], to: [.dyn])
            return .name(.dyn)
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .list, .type, .opaque:
            let message = "a \(describe(type)) has no fields"
            return .failure(fail(.wrongType, message, at: field.range, of: range, suggestion: callAdvice(field.name)))
        }
    }

    private func callAdvice(_ name: String) -> String? {
        let isMember = environment.functions.overloads(of: name).contains { $0.style == .member }
        return isMember ? "it is a function: write \(name)(…)" : nil
    }
}

// MARK: - Resolution

extension Checker {
    /// A name as the namespaces make it: `c.d` in the container `a.b` may be `a.b.c.d`, `a.c.d` or `c.d`.
    func candidates(_ name: String, isRooted: Bool) -> [String] {
        guard !isRooted, !environment.container.isEmpty else { return [name] }
        let parts = environment.container.split(separator: ".")
        let containers = (1...parts.count).reversed().map { parts.prefix($0).joined(separator: ".") }
        return containers.map { "\($0).\(name)" } + [name]
    }

    private func lookUp(_ name: String, isRooted: Bool, _ range: Range<Int>) -> TypedExpression? {
        if !isRooted, let index = locals.lastIndex(where: { $0.name == name }) {
            return TypedExpression(.local(index), locals[index].type, range)
        }
        for candidate in candidates(name, isRooted: isRooted) {
            if let found = declared(candidate, range) { return found }
        }
        return nil
    }

    private func declared(_ name: String, _ range: Range<Int>) -> TypedExpression? {
        if let slot = environment.layout.slots[name] {
            let type = mode == .checked ? environment.layout.variables[slot].type : .dyn
            return TypedExpression(.variable(slot: slot, name: name), type, range)
        }
        guard let type = CELType.denoted[name], let typeName = type.typeName else { return nil }
        return TypedExpression(.literal(.type(typeName)), mode == .checked ? .type(type) : .dyn, range)
    }

    /// `a.b.c` as one declared name, unless `a` is a macro's variable.
    private func lookUpQualified(_ expression: Expression) -> TypedExpression? {
        guard let (name, isRooted) = qualified(expression) else { return nil }
        for candidate in candidates(name, isRooted: isRooted) {
            if let found = declared(candidate, expression.range) { return found }
        }
        return nil
    }

    /// The dotted name that an expression is, where its root is no macro's variable.
    func qualified(_ expression: Expression) -> (name: String, isRooted: Bool)? {
        guard let name = expression.qualifiedName, let root = expression.root else { return nil }
        guard root.isRooted || !locals.contains(where: { $0.name == root.name }) else { return nil }
        return (name, root.isRooted)
    }

    private func suggestion(forName name: String) -> String? {
        let variables = environment.variables.map(\.name)
        if let near = Spelling.closest(to: name, among: variables + locals.map(\.name)) {
            return Advice.didYouMean(near)
        }
        let owners = environment.variables.filter { variable in
            if case .object(let type) = variable.type { type.index(of: name) != nil } else { false }
        }
        if owners.count == 1 { return Advice.didYouMean("\(owners[0].name).\(name)") }
        return environment.functions.has(name) ? "it is a function: write \(name)(…)" : nil
    }
}

extension Expression {
    fileprivate var root: (name: String, isRooted: Bool)? {
        switch kind {
        case .name(let name, let isRooted): (name, isRooted)
        case .select(let operand, _): operand.root
        case .literal, .test, .call, .list, .map, .and, .or, .conditional, .comprehension, .invalid: nil
        }
    }
}
