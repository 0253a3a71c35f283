/// `<`, `<=`, `>`, `>=`
final class ComparisonNode: TruthNode {
    let comparison: Comparison
    let left: any Node
    let right: any Node
    /// The right side where it is known already, as it mostly is.
    private let constant: Value?
    let range: Range<Int>

    init(_ comparison: Comparison, _ left: any Node, _ right: any Node, _ range: Range<Int>) {
        self.comparison = comparison
        self.left = left
        self.right = right
        constant = (right as? ConstantNode)?.constant
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let left = try left.value(&frame)
        let right = if let constant { constant } else { try right.value(&frame) }
        try frame.charge(left.comparisonCost(right), range)
        guard let order = Order.compare(left, right) else {
            let message = "'\(comparison.rawValue)' is not defined for (\(left.typeName), \(right.typeName))"
            throw EvaluationError(.noSuchOverload, message, at: range)
        }
        return comparison.holds(order)
    }
}
