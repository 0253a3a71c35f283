internal import Domain

extension Findings {
    /// A syntax error, with what usually causes it.
    mutating func report(_ error: YAMLSyntaxError) {
        let place = source.within(error.mark)
        let span = source.span(from: place, to: place)
        // libyaml's own bound: it reads ahead, and may meet it before our event for the level that is too deep.
        guard !error.problem.hasPrefix("Maximum nesting level") else {
            report(YAMLProblem.tooDeep, "nested far too deep", at: span)
            return
        }
        let context = error.context.map { " \($0)" } ?? ""
        report(YAMLProblem.syntax, "not YAML: \(error.problem)\(context)", at: span, remedy: remedy(error))
    }

    private func remedy(_ error: YAMLSyntaxError) -> String {
        let line = source.line(source.within(error.mark).line)
        if line.prefix(while: \.isWhitespace).contains("\t") { return "indent with spaces, not with tabs" }
        if error.problem.contains("mapping values are not allowed") {
            return "a text that contains ': ' has to be quoted"
        }
        if line.contains("${{") { return "between { } or [ ] a value with ${{ }} has to be quoted" }
        if error.problem.contains("escape") { return "within double quotes '\\' begins an escape; use single quotes" }
        return
            "quote a text or an expression that begins with one of { } [ ] , & * ! | > ' \" % @ ` or holds ': ' or ' #'"
    }
}
