import JSON

extension EventProblem {
    init(_ problem: JSONProblem) {
        switch problem.kind {
        case .tooLarge(let bytesMax): self = .tooLarge(bytesMax: bytesMax)
        default:
            self.init(
                .malformedJSON,
                problem.sentence,
                pointer: problem.path,
                line: problem.line,
                column: problem.column,
                remedy: "send well-formed JSON in UTF-8 (RFC 8259), no key twice, nested no deeper than 32"
            )
        }
    }

    public static func tooLarge(bytesMax: Int) -> Self {
        Self(
            .tooLarge,
            "a body may have \(bytesMax) bytes",
            remedy: "send fewer events at once, or leave out what no playbook needs"
        )
    }
}
