/// `all` and `exists`: `&&` and `||` over the elements, and as forgiving of errors.
final class QuantifierNode: TruthNode {
    let loop: Loop
    let body: any Node
    /// What decides: false for `all`, true for `exists`.
    let deciding: Bool
    var range: Range<Int> { loop.range }

    init(_ loop: Loop, _ body: any Node, deciding: Bool) {
        self.loop = loop
        self.body = body
        self.deciding = deciding
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        var failure: EvaluationError?
        let items = try loop.items(&frame)
        for index in 0..<items.count {
            try loop.enter(index, items, &frame)
            do throws(EvaluationError) {
                if try body.isTrue(&frame) == deciding { return deciding }
            } catch {
                guard error.kind != .costExceeded else { throw error }
                if failure == nil { failure = error }
            }
        }
        if let failure { throw failure }
        return !deciding
    }
}
