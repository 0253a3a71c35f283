/// `[a, b]`
final class ListNode: Node {
    let elements: [any Node]
    let range: Range<Int>

    init(_ elements: [any Node], _ range: Range<Int>) {
        self.elements = elements
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try element.value(&frame)) }
        return .list(values)
    }
}
