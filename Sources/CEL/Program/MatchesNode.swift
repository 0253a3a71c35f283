/// `text.matches(pattern)`
final class MatchesNode: TruthNode {
    let text: any Node
    let pattern: any Node
    /// Compiled with the program, where the pattern is a constant.
    let compiled: Pattern?
    let range: Range<Int>

    init(_ text: any Node, _ pattern: any Node, _ compiled: Pattern?, _ range: Range<Int>) {
        self.text = text
        self.pattern = pattern
        self.compiled = compiled
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let text = try text.value(&frame)
        let source = try pattern.value(&frame)
        guard case .string(let text) = text, case .string(let source) = source else {
            let message = "matches() is not defined for (\(text.typeName), \(source.typeName))"
            throw EvaluationError(.noSuchOverload, message, at: range)
        }
        let pattern = if let compiled { compiled } else { try compile(source, &frame) }
        do throws(Fault) { try frame.pay(searching: text.utf8.count, for: pattern) } catch {
            throw located(error, range)
        }
        return pattern.isFound(in: text)
    }

    private func compile(_ source: String, _ frame: inout Frame) throws(EvaluationError) -> Pattern {
        do throws(Fault) { return try frame.compile(source) } catch { throw located(error, pattern.range) }
    }

    private func located(_ fault: Fault, _ range: Range<Int>) -> EvaluationError {
        EvaluationError(fault.kind, fault.message, at: range)
    }
}
