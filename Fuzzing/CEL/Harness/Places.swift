import CEL

/// Ranges lie within the source, and what is told about them can be told.
struct Places {
    private let source: String
    private let whole: Range<Int>

    init(_ source: String) {
        self.source = source
        whole = 0..<source.utf8.count
    }

    func examine(_ failure: CompileFailure) {
        Rule.require(!failure.problems.isEmpty, "a refusal says why")
        Rule.require(failure.problems.count <= LanguageLimits.problemsMax, "problems are not too many")
        for problem in failure.problems {
            Rule.require(!problem.message.isEmpty, "a problem says what it is")
            examine(problem.range)
        }
        // The others are rendered the same way; fifty times a long source takes its time.
        if let first = failure.problems.first { examine(first.rendered(in: source)) }
        examine(failure.description)
    }

    func examine(_ error: EvaluationError) {
        Rule.require(!error.message.isEmpty, "an error says what it is")
        examine(error.range)
        examine(error.rendered(in: source))
        examine(error.description)
    }

    func examine(_ range: Range<Int>) {
        let isWithin = range.lowerBound >= 0 && range.upperBound <= whole.upperBound
        Rule.require(isWithin, "\(range) lies within \(whole)")
        let position = SourcePosition(of: range.lowerBound, in: source)
        Rule.require(position.line > 0 && position.column > 0, "\(range) has a place: \(position)")
    }

    private func examine(_ text: String) {
        Rule.require(!text.isEmpty, "there is something to tell")
    }
}
