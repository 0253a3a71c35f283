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
        try frame.charge((text.utf8.count / LanguageLimits.bytesPerStep + 1) * pattern.weight, range)
        return pattern.isFound(in: text)
    }

    private func compile(_ source: String, _ frame: inout Frame) throws(EvaluationError) -> Pattern {
        try frame.charge(LanguageLimits.patternSteps, range)
        let compiled: Pattern
        do throws(PatternFailure) {
            compiled = try Pattern(source)
        } catch {
            throw EvaluationError(.badArgument, "this is no pattern: \(error.message)", at: pattern.range)
        }
        // Only now it is known what it took; a single one is bounded by its memory.
        try frame.charge(compiled.weight * LanguageLimits.stepsPerInstruction, range)
        return compiled
    }
}
