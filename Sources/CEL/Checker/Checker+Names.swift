extension Checker {
    mutating func checkName(_ name: String, isRooted: Bool, _ range: Range<Int>) -> TypedExpression {
        if let found = lookUp(name, isRooted: isRooted, range) { return found }
        let message = "no variable '\(name)' is declared"
        return fail(.unknownName, message, at: range, of: range, suggestion: advice { suggestion(forName: name) })
    }

    mutating func checkSelect(
        _ whole: Expression,
        _ operand: Expression,
        _ field: Expression.Field
    ) -> TypedExpression {
        if let qualified = lookUpQualified(whole) { return qualified }
        let typed = check(operand)
        if let content = unifier.resolve(typed.type).optionalContent {
            return optionalSelect(typed, content, operand, field, whole.range)
        }
        switch member(field, of: typed.type, operand, whole.range) {
        case .found(let member, let type): return TypedExpression(.select(typed, member), type, whole.range)
        case .failure(let failure): return failure
        }
    }

    mutating func checkOptionalSelect(
        _ operand: Expression,
        _ field: Expression.Field,
        _ range: Range<Int>
    ) -> TypedExpression {
        let typed = check(operand)
        let type = unifier.resolve(typed.type)
        return optionalSelect(typed, type.optionalContent ?? type, operand, field, range)
    }

    private mutating func optionalSelect(
        _ typed: TypedExpression,
        _ content: CELType,
        _ operand: Expression,
        _ field: Expression.Field,
        _ range: Range<Int>
    ) -> TypedExpression {
        switch member(field, of: content, operand, range) {
        case .found(let member, let type):
            let optional: CELType = mode == .checked ? .optional(type) : .dyn
            return TypedExpression(.optionalSelect(typed, member), optional, range)
        case .failure(let failure): return failure
        }
    }

    mutating func checkTest(_ operand: Expression, _ field: Expression.Field, _ range: Range<Int>) -> TypedExpression {
        let typed = check(operand)
        let type = unifier.resolve(typed.type)
        switch member(field, of: type.optionalContent ?? type, operand, range) {
        case .found(let member, _): return TypedExpression(.test(typed, member), .bool, range)
        case .failure(let failure): return failure
        }
    }

    private enum Finding {
        case found(TypedExpression.Member, CELType)
        case failure(TypedExpression)
    }

    private mutating func member(
        _ field: Expression.Field,
        of operandType: CELType,
        _ operand: Expression,
        _ range: Range<Int>
    ) -> Finding {
        let type = unifier.resolve(operandType)
        switch type {
        case .object(let object):
            if let index = object.index(of: field.name) {
                let place = TypedExpression.FieldPlace(type: object, index: index)
                return .found(.init(name: field.name, place: place), object.fields[index].type)
            }
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
            return .found(.init(name: field.name, place: nil), value)
        case .dyn: return .found(.init(name: field.name, place: nil), .dyn)
        case .parameter:
            _ = unifier.assign([type], to: [.dyn])
            return .found(.init(name: field.name, place: nil), .dyn)
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .list, .type, .wrapper,
            .opaque:
            let message = "\(Spelling.withArticle(describe(type))) has no fields"
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
        if !isRooted, let local = locals[name] {
            return TypedExpression(local.isLazy ? .lazyLocal(local.index) : .local(local.index), local.type, range)
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
        if let constant = environment.vocabulary.constants[name] {
            return TypedExpression(.literal(constant), type(of: constant), range)
        }
        guard let type = environment.vocabulary.types[name], let typeName = type.typeName else { return nil }
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
        guard let (name, isRooted) = expression.qualified, let root = expression.root else { return nil }
        guard isRooted || locals[root.name] == nil else { return nil }
        return (name, isRooted)
    }

    private func suggestion(forName name: String) -> String? {
        let variables = environment.variables.map(\.name)
        if let near = Spelling.closest(to: name, among: variables + locals.names) {
            return Advice.didYouMean(near)
        }
        let owners = environment.variables.filter { variable in
            if case .object(let type) = variable.type { type.index(of: name) != nil } else { false }
        }
        if owners.count == 1 { return Advice.didYouMean("\(owners[0].name).\(name)") }
        return environment.functions.has(name) ? "it is a function: write \(name)(…)" : nil
    }
}
