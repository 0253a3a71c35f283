/// `&&` or `||` of which every part is evaluated, so that each has something to show. It comes to the same.
final class ExhaustiveLogicNode: TruthNode {
    let parts: [any Node]
    let deciding: Bool
    let range: Range<Int>

    init(_ parts: [any Node], deciding: Bool, _ range: Range<Int>) {
        self.parts = parts
        self.deciding = deciding
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        var (isDecided, failure) = (false, EvaluationError?.none)
        for part in parts {
            do throws(EvaluationError) {
                if try part.isTrue(&frame) == deciding { isDecided = true }
            } catch {
                guard error.kind != .costExceeded else { throw error }
                if failure == nil { failure = error }
            }
        }
        if isDecided { return deciding }
        if let failure { throw failure }
        return !deciding
    }
}
