/// `<`, `<=`, `>`, `>=`
final class ComparisonNode: TruthNode {
    let comparison: Comparison
    let left: any Node
    let right: any Node
    let range: Range<Int>

    init(_ comparison: Comparison, _ left: any Node, _ right: any Node, _ range: Range<Int>) {
        self.comparison = comparison
        self.left = left
        self.right = right
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let left = try left.value(&frame)
        let right = try right.value(&frame)
        guard let order = Order.compare(left, right) else {
            let message = "'\(comparison.rawValue)' is not defined for (\(left.typeName), \(right.typeName))"
            throw EvaluationError(.noSuchOverload, message, at: range)
        }
        return comparison.holds(order)
    }
}
