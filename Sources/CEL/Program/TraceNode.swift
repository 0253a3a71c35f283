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
