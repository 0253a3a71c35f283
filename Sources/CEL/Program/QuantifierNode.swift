/// `all` and `exists`: `&&` and `||` over the elements, and as forgiving of errors.
final class QuantifierNode: TruthNode {
    let source: any Node
    let local: Int
    let body: any Node
    /// Steps of one round.
    let weight: Int
    /// What decides: false for `all`, true for `exists`.
    let deciding: Bool
    let range: Range<Int>

    init(_ source: any Node, local: Int, body: any Node, weight: Int, deciding: Bool, _ range: Range<Int>) {
        self.source = source
        self.local = local
        self.body = body
        self.weight = weight
        self.deciding = deciding
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        var failure: EvaluationError?
        for element in try frame.elements(of: source) {
            try frame.charge(weight, range)
            frame.locals[local] = element
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

extension Frame {
    /// What a macro goes through: a list's elements, a map's keys.
    mutating func elements(of source: any Node) throws(EvaluationError) -> [Value] {
        switch try source.value(&self) {
        case .list(let elements): return elements
        case .map(let map):
            try charge(map.count, source.range)
            return map.entries.map(\.key)
        case let other:
            let message = "this goes through a list or a map, not a \(other.typeName)"
            throw EvaluationError(.noSuchOverload, message, at: source.range)
        }
    }
}
