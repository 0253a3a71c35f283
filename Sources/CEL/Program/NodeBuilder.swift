/// Turns the typed tree into nodes, and counts the steps that they take.
struct NodeBuilder {
    /// Nodes made so far. The steps of a loop's body are the difference before and after it.
    private(set) var weight = 0
    /// What lazy locals stand for.
    private var definitions: [Int: (node: any Node, weight: Int)] = [:]
    /// The parts whose values are kept, where a program is to be explained.
    private(set) var traced: [TypedExpression]?

    init(isTracing: Bool = false) { traced = isTracing ? [] : nil }

    mutating func build(_ expression: TypedExpression) -> any Node {
        weight += 1
        guard traced != nil, expression.constant == nil else { return node(expression) }
        let place = traced?.count ?? 0
        traced?.append(expression)
        return TraceNode(node(expression), place: place)
    }

    private mutating func node(_ expression: TypedExpression) -> any Node {
        let range = expression.range
        switch expression.kind {
        case .literal(let value): return ConstantNode(value, range)
        case .variable(let slot, let name): return VariableNode(slot: slot, name: name, range)
        case .local(let index): return LocalNode(index, range)
        case .lazyLocal(let index): return lazyLocal(index, range)
        case .select(let operand, let member): return select(build(operand), member, range)
        case .optionalSelect(let operand, let member):
            return SelectNode(build(operand), selector(member), isOptional: true, range)
        case .test(let operand, let member): return TestNode(build(operand), selector(member), range)
        case .call(let function, let overloads, let arguments):
            return call(function, overloads, arguments, range)
        case .equal(let left, let right, let isNegated): return equality(left, right, isNegated, range)
        case .contains(let element, let container):
            return ContainsNode(build(element), in: build(container), range)
        case .matches(let text, let pattern, let compiled):
            return MatchesNode(build(text), build(pattern), compiled, range)
        case .index(let operand, let key, let isOptional):
            return IndexNode(build(operand), build(key), isOptional: isOptional, range)
        case .list(let elements): return list(elements, range)
        case .map(let entries): return map(entries, range)
        case .message(let type, let assignments): return message(type, assignments, range)
        case .and(let parts): return logic(parts, deciding: false, range)
        case .or(let parts): return logic(parts, deciding: true, range)
        case .conditional(let condition, let then, let otherwise):
            return ConditionalNode(build(condition), then: build(then), otherwise: build(otherwise), range)
        case .alternative(let first, let second, let takesValue):
            return AlternativeNode(build(first), build(second), takesValue: takesValue, range)
        case .comprehension(let comprehension): return loop(comprehension, range)
        case .bind(let bindings, let body): return bind(bindings, body, range)
        case .optionalMap(let operand, let local, let body, let isFlat):
            return OptionalMapNode(build(operand), local: local, build(body), isFlat: isFlat, range)
        case .failure(let fault): return FailureNode(fault, range)
        }
    }
}

// MARK: - Reading

extension NodeBuilder {
    private mutating func select(
        _ operand: any Node,
        _ member: TypedExpression.Member,
        _ range: Range<Int>
    ) -> any Node {
        guard let index = member.place?.index, let variable = operand as? VariableNode else {
            return SelectNode(operand, selector(member), isOptional: false, range)
        }
        return VariableFieldNode(variable, selector(member), index: index, range)
    }

    /// A name that is looked up is read whole.
    private mutating func selector(_ member: TypedExpression.Member) -> Selector {
        if member.place == nil { weigh(member.name) }
        return Selector(member)
    }

    /// Steps for reading a constant text.
    private mutating func weigh(_ text: String) { weight += text.utf8.count / LanguageLimits.bytesPerStep }

    private mutating func bind(
        _ bindings: [TypedExpression.Binding],
        _ body: TypedExpression,
        _ range: Range<Int>
    ) -> any Node {
        for binding in bindings {
            let before = weight
            let node = build(binding.value)
            definitions[binding.local] = (node, weight - before)
            weight = before
        }
        // Each round of a loop forgets the values of the one before: about 2 ns each.
        weight += bindings.count / 4
        return BindNode(bindings.map(\.local), build(body), range)
    }

    private func lazyLocal(_ index: Int, _ range: Range<Int>) -> any Node {
        guard let (definition, weight) = definitions[index] else {
            preconditionFailure("a name is read only where it is bound")
        }
        return LazyLocalNode(index, definition, weight: weight, range)
    }
}

// MARK: - Calls and operators

extension NodeBuilder {
    private mutating func logic(_ parts: [TypedExpression], deciding: Bool, _ range: Range<Int>) -> any Node {
        let nodes = parts.map { build($0) }
        if traced != nil { return ExhaustiveLogicNode(nodes, deciding: deciding, range) }
        return LogicNode.tree(nodes[...], deciding: deciding, range)
    }

    private mutating func call(
        _ function: String,
        _ overloads: [Overload],
        _ arguments: [TypedExpression],
        _ range: Range<Int>
    ) -> any Node {
        let nodes = arguments.map { build($0) }
        // An environment may add overloads of its own to a standard name; then the general node asks them all.
        guard nodes.count == 2, overloads.allSatisfy(\.isStandard) else {
            return CallNode(function, overloads, nodes, range)
        }
        if let comparison = Comparison(function: function) {
            return ComparisonNode(comparison, nodes[0], nodes[1], range)
        }
        if let relation = TextTest.Relation(rawValue: function), case .string(let text)? = arguments[1].constant {
            weigh(text)
            return TextTestNode(TextTest(relation, text), nodes[0], range)
        }
        return CallNode(function, overloads, nodes, range)
    }

    private mutating func equality(
        _ left: TypedExpression,
        _ right: TypedExpression,
        _ isNegated: Bool,
        _ range: Range<Int>
    ) -> any Node {
        let (leftNode, rightNode) = (build(left), build(right))
        if case .string(let text)? = right.constant {
            weigh(text)
            return TextTestNode(TextTest(.equals, text), leftNode, isNegated: isNegated, range)
        }
        if case .string(let text)? = left.constant {
            weigh(text)
            return TextTestNode(TextTest(.equals, text), rightNode, isNegated: isNegated, range)
        }
        return EqualityNode(leftNode, rightNode, negated: isNegated, range)
    }
}

// MARK: - Making lists, maps and messages

extension NodeBuilder {
    /// A list of constants is a constant.
    private mutating func list(_ elements: [TypedExpression.Element], _ range: Range<Int>) -> any Node {
        let nodes = elements.map { (node: build($0.value), isOptional: $0.isOptional) }
        let constants = nodes.compactMap { $0.isOptional ? nil : ($0.node as? ConstantNode)?.constant }
        return constants.count == nodes.count ? ConstantNode(.list(constants), range) : ListNode(nodes, range)
    }

    private mutating func map(_ entries: [TypedExpression.Entry], _ range: Range<Int>) -> any Node {
        let nodes = entries.map { entry in
            MapNode.Entry(key: build(entry.key), value: build(entry.value), isOptional: entry.isOptional)
        }
        return MapNode(nodes, range)
    }

    private mutating func message(
        _ type: MessageType,
        _ assignments: [TypedExpression.Assignment],
        _ range: Range<Int>
    ) -> any Node {
        let nodes = assignments.map { assignment in
            let value = build(assignment.value)
            return MessageNode.Assignment(field: assignment.field, value: value, isOptional: assignment.isOptional)
        }
        return MessageNode(type, nodes, range)
    }

    private mutating func loop(_ comprehension: TypedComprehension, _ range: Range<Int>) -> any Node {
        let source = build(comprehension.source)
        let (before, outside) = (weight, traced)
        // The parts of a body have a value for each element, and so none to show.
        traced = nil
        let bodies = comprehension.bodies.map { build($0) }
        traced = outside
        let loop = Loop(source: source, locals: comprehension.locals, weight: weight - before + 1, range: range)
        let body = bodies[bodies.count - 1]
        switch comprehension.kind {
        case .all: return QuantifierNode(loop, body, deciding: false)
        case .exists: return QuantifierNode(loop, body, deciding: true)
        case .existsOne: return ExistsOneNode(loop, body)
        case .filter: return CollectNode(loop, where: body, transform: nil)
        case .map(let condition, _):
            return CollectNode(loop, where: condition == nil ? nil : bodies[0], transform: body)
        case .mapValues(let condition, _):
            return CollectMapNode(loop, where: condition == nil ? nil : bodies[0], body, makesEntries: false)
        case .mapEntries(let condition, _):
            return CollectMapNode(loop, where: condition == nil ? nil : bodies[0], body, makesEntries: true)
        }
    }
}
