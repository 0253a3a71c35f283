extension Checker {
    mutating func checkComprehension(_ loop: Comprehension, _ range: Range<Int>) -> TypedExpression {
        let source = check(loop.source)
        let (first, second) = elementTypes(of: source, loop.source.range, isPair: loop.second != nil)
        let depth = locals.count
        let place = push(loop.variable.name, first)
        let places = loop.second.map { LoopLocals.pair(place, push($0.name, second)) } ?? .element(place)
        defer { locals.pop(to: depth) }
        let (kind, type) = body(of: loop.kind, element: first, source)
        let typed = TypedComprehension(kind: kind, locals: places, source: source)
        return TypedExpression(.comprehension(typed), mode == .checked ? type : .dyn, range)
    }

    private mutating func body(
        of kind: Comprehension.Kind,
        element: CELType,
        _ source: TypedExpression
    ) -> (TypedComprehension.Kind, CELType) {
        switch kind {
        case .all(let body): return (.all(checkCondition(body, "all() takes a condition")), .bool)
        case .exists(let body): return (.exists(checkCondition(body, "exists() takes a condition")), .bool)
        case .existsOne(let body): return (.existsOne(checkCondition(body, "exists_one() takes a condition")), .bool)
        case .filter(let body):
            return (.filter(checkCondition(body, "filter() takes a condition")), .list(element))
        case .map(let condition, let body):
            let condition = condition.map { checkCondition($0, "the macro takes a condition before its last argument") }
            let body = check(body)
            return (.map(where: condition, body), .list(body.type))
        case .mapValues(let condition, let body):
            let condition = condition.map { checkCondition($0, "transformMap() takes a condition third") }
            let body = check(body)
            return (.mapValues(where: condition, body), .map(keyType(of: source), body.type))
        case .mapEntries(let condition, let body):
            let condition = condition.map { checkCondition($0, "transformMapEntry() takes a condition third") }
            let body = check(body)
            return (.mapEntries(where: condition, body), entriesType(of: body))
        }
    }

    /// What goes through a list has an index for its key.
    private func keyType(of source: TypedExpression) -> CELType {
        switch unifier.resolve(source.type) {
        case .list: .int
        case .map(let key, _): key
        default: .dyn
        }
    }

    private mutating func entriesType(of body: TypedExpression) -> CELType {
        let (key, value) = (unifier.fresh(), unifier.fresh())
        if !unifier.assign([body.type], to: [.map(key, value)]) {
            let message = "transformMapEntry() makes a map of each element, but this is a \(describe(body.type))"
            report(.wrongType, message, at: body.range, suggestion: "write {key: value}")
        }
        return .map(key, value)
    }

    /// The types of a macro's variables: with one the element or the key, with two the index or the key first.
    private mutating func elementTypes(
        of source: TypedExpression,
        _ range: Range<Int>,
        isPair: Bool
    ) -> (CELType, CELType) {
        let type = unifier.resolve(source.type)
        switch type {
        case .list(let element): return isPair ? (.int, element) : (element, element)
        case .map(let key, let value): return (key, value)
        case .dyn: return (.dyn, .dyn)
        case .parameter:
            _ = unifier.assign([type], to: [.dyn])
            return (.dyn, .dyn)
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object, .type, .wrapper,
            .opaque:
            report(.wrongType, "this goes through a list or a map, but is given a \(describe(type))", at: range)
            return (.dyn, .dyn)
        }
    }

    // MARK: Names for values

    mutating func checkBind(
        _ bindings: [Expression.Binding],
        _ body: Expression,
        _ range: Range<Int>
    ) -> TypedExpression {
        let depth = locals.count
        defer { locals.pop(to: depth) }
        let typed = bindings.map { binding in
            let value = check(binding.value)
            let place = push(binding.variable.name, value.type, isLazy: true)
            return TypedExpression.Binding(local: place, value: value)
        }
        let body = check(body)
        return TypedExpression(.bind(typed, body), body.type, range)
    }

    mutating func checkOptionalMap(
        _ operand: Expression,
        _ variable: Expression.Field,
        _ body: Expression,
        isFlat: Bool,
        _ range: Range<Int>
    ) -> TypedExpression {
        let typed = check(operand)
        let content = optionalContent(of: typed, "this macro is called on an optional")
        let depth = locals.count
        let place = push(variable.name, content)
        defer { locals.pop(to: depth) }
        let body = check(body)
        if isFlat { _ = optionalContent(of: body, "optFlatMap() makes an optional") }
        let type: CELType = isFlat ? body.type : .optional(body.type)
        let kind = TypedExpression.Kind.optionalMap(typed, local: place, body, isFlat: isFlat)
        return TypedExpression(kind, mode == .checked ? type : .dyn, range)
    }

    /// What an expression's optional holds. Reports where it is none.
    mutating func optionalContent(of typed: TypedExpression, _ rule: String) -> CELType {
        let content = unifier.fresh()
        guard unifier.assign([typed.type], to: [.optional(content)]) else {
            let message = "\(rule), but this is a \(describe(typed.type))"
            report(.wrongType, message, at: typed.range, suggestion: "write optional.of(…)")
            return .dyn
        }
        let resolved = unifier.resolve(content)
        return unifier.resolve(typed.type) == .dyn ? .dyn : resolved
    }

    private mutating func push(_ name: String, _ type: CELType, isLazy: Bool = false) -> Int {
        locals.push(.init(name: name, index: localsCount, type: type, isLazy: isLazy))
        localsCount += 1
        return localsCount - 1
    }
}
