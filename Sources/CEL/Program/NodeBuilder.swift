/// Turns the typed tree into nodes, and counts the steps that they take.
struct NodeBuilder {
    /// Nodes made so far. The steps of a loop's body are the difference before and after it.
    private(set) var weight = 0

    mutating func build(_ expression: TypedExpression) -> any Node {
        weight += 1
        let range = expression.range
        switch expression.kind {
        case .literal(let value): return ConstantNode(value, range)
        case .variable(let slot, let name): return VariableNode(slot: slot, name: name, range)
        case .local(let index): return LocalNode(index, range)
        case .field(let operand, let index, let name): return field(build(operand), index, name, range)
        case .member(let operand, let name): return MemberNode(build(operand), name: name, range)
        case .hasField(let operand, let index): return HasFieldNode(build(operand), index: index, range)
        case .hasMember(let operand, let name): return HasMemberNode(build(operand), name: name, range)
        case .call(let function, let overloads, let arguments):
            return call(function, overloads, arguments, range)
        case .equal(let left, let right, let negated): return equality(left, right, negated, range)
        case .contains(let element, let container):
            return ContainsNode(build(element), in: build(container), range)
        case .matches(let text, let pattern, let compiled):
            return MatchesNode(build(text), build(pattern), compiled, range)
        case .index(let operand, let key): return IndexNode(build(operand), build(key), range)
        case .list(let elements): return list(elements.map { build($0) }, range)
        case .map(let entries): return MapNode(entries.map { (build($0.key), build($0.value)) }, range)
        case .and(let parts): return logic(parts, deciding: false, range)
        case .or(let parts): return logic(parts, deciding: true, range)
        case .conditional(let condition, let then, let otherwise):
            return ConditionalNode(build(condition), then: build(then), otherwise: build(otherwise), range)
        case .comprehension(let comprehension): return loop(comprehension, range)
        case .failure(let fault): return FailureNode(fault, range)
        }
    }

    private func field(_ operand: any Node, _ index: Int, _ name: String, _ range: Range<Int>) -> any Node {
        guard let variable = operand as? VariableNode else {
            return FieldNode(operand, index: index, name: name, range)
        }
        return VariableFieldNode(variable, index: index, name: name, range)
    }

    private mutating func logic(_ parts: [TypedExpression], deciding: Bool, _ range: Range<Int>) -> any Node {
        LogicNode.tree(parts.map { build($0) }[...], deciding: deciding, range)
    }

    private mutating func call(
        _ function: String,
        _ overloads: [Overload],
        _ arguments: [TypedExpression],
        _ range: Range<Int>
    ) -> any Node {
        let nodes = arguments.map { build($0) }
        guard nodes.count == 2 else { return CallNode(function, overloads, nodes, range) }
        // An environment may add overloads of its own to a standard name; then the general node asks them all.
        if let comparison = Comparison(function: function), overloads.allSatisfy(\.isStandard) {
            return ComparisonNode(comparison, nodes[0], nodes[1], range)
        }
        if let test = TextTestNode.Test(rawValue: function), overloads.allSatisfy(\.isStandard),
            case .string(let text)? = arguments[1].constant
        {
            return TextTestNode(test, nodes[0], text, range)
        }
        return CallNode(function, overloads, nodes, range)
    }

    private mutating func equality(
        _ left: TypedExpression,
        _ right: TypedExpression,
        _ negated: Bool,
        _ range: Range<Int>
    ) -> any Node {
        let (leftNode, rightNode) = (build(left), build(right))
        if case .string(let text)? = right.constant {
            return TextEqualityNode(leftNode, text, negated: negated, range)
        }
        if case .string(let text)? = left.constant {
            return TextEqualityNode(rightNode, text, negated: negated, range)
        }
        return EqualityNode(leftNode, rightNode, negated: negated, range)
    }

    /// A list of constants is a constant.
    private func list(_ elements: [any Node], _ range: Range<Int>) -> any Node {
        let constants = elements.compactMap { ($0 as? ConstantNode)?.constant }
        return constants.count == elements.count ? ConstantNode(.list(constants), range) : ListNode(elements, range)
    }

    private mutating func loop(_ loop: TypedComprehension, _ range: Range<Int>) -> any Node {
        let source = build(loop.source)
        let before = weight
        let bodies = loop.bodies.map { build($0) }
        let (round, local, body) = (weight - before + 1, loop.local, bodies[bodies.count - 1])
        switch loop.kind {
        case .all: return QuantifierNode(source, local: local, body: body, weight: round, deciding: false, range)
        case .exists: return QuantifierNode(source, local: local, body: body, weight: round, deciding: true, range)
        case .existsOne: return ExistsOneNode(source, local: local, body: body, weight: round, range)
        case .filter:
            return CollectNode(source, local: local, where: body, transform: nil, weight: round, range)
        case .map(let condition, _):
            let test = condition == nil ? nil : bodies[0]
            return CollectNode(source, local: local, where: test, transform: body, weight: round, range)
        }
    }
}
