/// Keeps what a part came to, for an explanation.
final class TraceNode: Node {
    let traced: any Node
    /// Where its outcome is kept.
    let place: Int
    var range: Range<Int> { traced.range }
    private var tooLarge: EvaluationError {
        EvaluationError(.costExceeded, "this value is too large to be shown", at: range)
    }

    init(_ traced: any Node, place: Int) {
        self.traced = traced
        self.place = place
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        do throws(EvaluationError) {
            let value = try traced.value(&frame)
            frame.trace[place] = frame.show(value) ? .success(value) : .failure(tooLarge)
            return value
        } catch {
            frame.trace[place] = .failure(error)
            throw error
        }
    }
}

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
