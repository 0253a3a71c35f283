/// Everything wrong with one expression, in source order.
public struct CompileFailure: Error, Sendable, Hashable {
    /// Never empty.
    public let problems: [Problem]

    public init(_ problems: [Problem]) {
        precondition(!problems.isEmpty, "a refusal says why")
        self.problems = problems
    }
}

extension CompileFailure: CustomStringConvertible {
    public var description: String {
        problems.map { problem in
            let suggestion = problem.suggestion.map { "; \($0)" } ?? ""
            return "\(problem.range.lowerBound): \(problem.code.rawValue): \(problem.message)\(suggestion)"
        }.joined(separator: "\n")
    }
}
