extension Checker {
    mutating func checkComprehension(_ comprehension: Comprehension, _ range: Range<Int>) -> TypedExpression {
        let source = check(comprehension.source)
        let element = elementType(of: source, comprehension.source.range)
        locals.append(Local(name: comprehension.variable, type: element))
        localsMax = max(localsMax, locals.count)
        defer { locals.removeLast() }
        let kind: TypedComprehension.Kind
        let type: CELType
        switch comprehension.kind {
        case .all(let body): (kind, type) = (.all(checkCondition(body, "all() takes a condition")), .bool)
        case .exists(let body): (kind, type) = (.exists(checkCondition(body, "exists() takes a condition")), .bool)
        case .existsOne(let body):
            (kind, type) = (.existsOne(checkCondition(body, "exists_one() takes a condition")), .bool)
        case .filter(let body):
            (kind, type) = (.filter(checkCondition(body, "filter() takes a condition")), .list(element))
        case .map(let condition, let body):
            let condition = condition.map { checkCondition($0, "map() takes a condition second") }
            let body = check(body)
            (kind, type) = (.map(where: condition, body), .list(body.type))
        }
        let typed = TypedComprehension(kind: kind, local: locals.count - 1, source: source)
        return TypedExpression(.comprehension(typed), mode == .checked ? type : .dyn, range)
    }

    private mutating func elementType(of source: TypedExpression, _ range: Range<Int>) -> CELType {
        let type = unifier.resolve(source.type)
        switch type {
        case .list(let element): return element
        case .map(let key, _): return key
        case .dyn: return .dyn
        case .parameter:
            _ = unifier.assign([type], to: [.dyn])
            return .dyn
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object, .type, .opaque:
            report(.wrongType, "this goes through a list or a map, but is given a \(describe(type))", at: range)
            return .dyn
        }
    }
}
