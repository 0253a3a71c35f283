/// `exists_one`: every element is asked, and an error is an error.
final class ExistsOneNode: TruthNode {
    let source: any Node
    let local: Int
    let body: any Node
    /// Steps of one round.
    let weight: Int
    let range: Range<Int>

    init(_ source: any Node, local: Int, body: any Node, weight: Int, _ range: Range<Int>) {
        self.source = source
        self.local = local
        self.body = body
        self.weight = weight
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        var count = 0
        for element in try frame.elements(of: source) {
            try frame.charge(weight, range)
            frame.locals[local] = element
            if try body.isTrue(&frame) { count += 1 }
        }
        return count == 1
    }
}
