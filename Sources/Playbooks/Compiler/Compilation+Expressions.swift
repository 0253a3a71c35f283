internal import CEL
internal import Domain

extension Compilation {
    /// A bare expression that is true or false.
    mutating func condition(_ node: YAMLNode?, at place: ExpressionPlace) -> Program? {
        guard let node, let program = bare(node, expecting: .bool, at: place) else { return nil }
        if program.variables.isEmpty { checkConstant(program, at: node) }
        return program
    }

    /// A bare expression, of any type unless one is expected.
    mutating func expression(_ node: YAMLNode, at place: ExpressionPlace, expecting type: CELType?) -> Program? {
        bare(node, expecting: type, at: place)
    }

    private mutating func bare(_ node: YAMLNode, expecting: CELType?, at place: ExpressionPlace) -> Program? {
        guard let text = node.scalar?.text, !text.isEmpty else {
            findings.report(
                YAMLProblem.wrongType,
                "an expression is a text, but this is \(node.kind)",
                at: node,
                remedy: node.scalar == nil ? "quote an expression that begins with { or [" : nil
            )
            return nil
        }
        guard !TemplateScanner.contains(text) else {
            report(
                .bracesInCondition,
                "this key holds an expression, so it takes no ${{ }}",
                at: node,
                remedy: "leave out '${{' and '}}'"
            )
            return nil
        }
        return compile(text, at: 0, of: node, expecting: expecting, place)
    }

    /// An expression that is part of a scalar's text, beginning at a byte of it.
    mutating func compile(
        _ source: String,
        at offset: Int,
        of node: YAMLNode,
        expecting: CELType?,
        _ place: ExpressionPlace
    ) -> Program? {
        // There may be tens of thousands. What nobody is told about them need not be found out.
        guard findings.takes(PlaybookProblem.expression) else { return nil }
        do throws(CompileFailure) {
            let program = try scope.environment.compile(source, expecting: expecting)
            if program.variables.contains("fleet") { readsFleet = true }
            checkVisible(program, at: offset, of: node, place)
            return program
        } catch {
            for problem in error.problems { report(problem, in: source, at: offset, of: node) }
            return nil
        }
    }

    private mutating func report(_ problem: Problem, in source: String, at offset: Int, of node: YAMLNode) {
        let range = (problem.range.lowerBound + offset)..<(problem.range.upperBound + offset)
        let span = findings.source.span(of: node, bytes: range)
        let remedy = dashedStep(in: source, near: problem.range) ?? problem.suggestion
        findings.report(PlaybookProblem.expression, problem.message, at: span, remedy: remedy)
    }

    /// `steps.cut-off` is a subtraction; whoever wrote it meant `steps.cut_off`.
    private func dashedStep(in source: String, near range: Range<Int>) -> String? {
        guard source.utf8.contains(UInt8(ascii: "-")) else { return nil }
        let field = scope.stepsType.fields.lazy.map(\.name).first { name in
            let dashed = "steps." + name.map { $0 == "_" ? "-" : String($0) }.joined()
            guard name.contains("_"), let place = source.utf8Range(of: dashed) else { return false }
            return place.contains(range.lowerBound) || place.upperBound == range.lowerBound
        }
        return field.map { "in an expression '-' is a minus: write 'steps.\($0)'" }
    }

    private mutating func checkVisible(
        _ program: Program,
        at offset: Int,
        of node: YAMLNode,
        _ place: ExpressionPlace
    ) {
        let visible = place.variables
        for name in program.variables.sorted() where !visible.contains(name) {
            let span = span(of: name, in: program, at: offset, of: node)
            let message = "'\(name)' does not exist here: \(place.visibility.reason(against: name))"
            findings.report(
                PlaybookProblem.hiddenVariable,
                message,
                at: span,
                remedy: "here are \(visible.joined(separator: ", "))"
            )
        }
        guard visible.contains("steps") else { return }
        for path in program.fieldPaths where path.count > 1 && path[0] == "steps" && !place.done.contains(path[1]) {
            let span = span(of: "steps.\(path[1])", in: program, at: offset, of: node)
            findings.report(
                PlaybookProblem.laterStep,
                "'steps.\(path[1])' is read before that step is done",
                at: span,
                remedy: "a step sees the steps above it; the branches of a 'parallel' do not see each other"
            )
        }
        checkCertain(program, at: offset, of: node, place)
    }

    /// What `always` reads of a step that may not have come to its end.
    private mutating func checkCertain(
        _ program: Program,
        at offset: Int,
        of node: YAMLNode,
        _ place: ExpressionPlace
    ) {
        let isOutput = { (path: [String]) in path.count > 3 && path[0] == "steps" && path[2] == "output" }
        let guarded = program.testedPaths.filter(isOutput).map { $0[1] } + ExpressionPlace.stepsAskedFor(by: program)
        for path in program.fieldPaths where isOutput(path) {
            guard place.uncertain.contains(path[1]), !guarded.contains(path[1]) else { continue }
            let field = path.prefix(4).joined(separator: ".")
            findings.report(
                PlaybookProblem.uncertainOutput,
                "'\(field)' is not there where '\(path[1])' did not finish, and then this step fails",
                at: span(of: field, in: program, at: offset, of: node),
                remedy: "write \(path.prefix(3).joined(separator: ".")).?\(path[3]).orValue(…), or give the step "
                    + "if: steps.\(path[1]).ok"
            )
        }
    }

    private func span(of word: String, in program: Program, at offset: Int, of node: YAMLNode) -> SourceSpan {
        guard let range = program.source.utf8Range(of: word) else { return findings.source.span(of: node) }
        return findings.source.span(of: node, bytes: (range.lowerBound + offset)..<(range.upperBound + offset))
    }
}

extension String {
    /// The byte offsets at which a text first occurs.
    fileprivate func utf8Range(of word: String) -> Range<Int>? { UTF8Text.firstRange(of: word, in: self) }
}
