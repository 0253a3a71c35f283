/// `[a, b, ?c]`
final class ListNode: Node {
    let elements: [(node: any Node, isOptional: Bool)]
    let range: Range<Int>

    init(_ elements: [(node: any Node, isOptional: Bool)], _ range: Range<Int>) {
        self.elements = elements
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (node, isOptional) in elements {
            let value = try node.value(&frame)
            guard isOptional else {
                values.append(value)
                continue
            }
            if let content = try value.content(of: node, range) { values.append(content) }
        }
        return .list(values)
    }
}
