/// `==` and `!=`
final class EqualityNode: TruthNode {
    let left: any Node
    let right: any Node
    let negated: Bool
    let range: Range<Int>

    init(_ left: any Node, _ right: any Node, negated: Bool, _ range: Range<Int>) {
        self.left = left
        self.right = right
        self.negated = negated
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let left = try left.value(&frame)
        guard let same = frame.areEqual(left, try right.value(&frame)) else {
            throw EvaluationError(.costExceeded, "the comparison takes more steps than it is allowed", at: range)
        }
        return same != negated
    }
}
