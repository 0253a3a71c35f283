/// `first.or(second)` and `first.orValue(second)`: the second is looked at only where the first has no value.
final class AlternativeNode: Node {
    let first: any Node
    let second: any Node
    /// Whether the value is taken out of the first.
    let takesValue: Bool
    let range: Range<Int>

    init(_ first: any Node, _ second: any Node, takesValue: Bool, _ range: Range<Int>) {
        self.first = first
        self.second = second
        self.takesValue = takesValue
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let value = try first.value(&frame)
        let content = try value.content(of: first, range)
        if let content { return takesValue ? content : value }
        let other = try second.value(&frame)
        if !takesValue { _ = try other.content(of: second, range) }
        return other
    }
}
