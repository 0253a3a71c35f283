internal import CEL
internal import Domain

/// One playbook on its way from YAML to ``Playbook``: what was found so far, and what later parts need of earlier ones.
struct Compilation {
    let context: CompilerContext
    let limits: Limits
    var findings: Findings
    var scope = Scope(steps: [], inputs: [])
    var inputs: [Playbook.Input] = []
    /// By index; nil for a step with an error.
    var steps: [Step?] = []

    init(_ context: CompilerContext, limits: Limits, source: SourceText) {
        self.context = context
        self.limits = limits
        findings = Findings(source)
    }

    /// Nil where there are errors.
    mutating func playbook(_ root: YAMLNode?, text: String) -> Playbook? {
        guard let root else {
            let span = SourceSpan(file: findings.source.file, line: 1, column: 1)
            findings.report(YAMLProblem.missingKey, "there is no playbook in this file", at: span)
            return nil
        }
        let fields = YAMLFields(
            root,
            of: "a playbook",
            required: ["playbook", "mode", "on", "steps"],
            optional: ["description", "severity", "guard", "inputs", "always"],
            &findings
        )
        guard let fields else { return nil }
        let header = header(fields)
        let survey = surveySteps(fields)
        let inputs = inputEntries(fields)
        declareScope(inputs, survey)
        compileInputs(inputs)
        let trigger = trigger(fields)
        let guards = guards(fields)
        compileSteps(survey)
        checkSafety(fields, guards: guards, survey)
        guard let trigger else { return nil }
        return finish(header, trigger, guards, survey, text: text)
    }

    private func finish(
        _ header: Header,
        _ trigger: Playbook.Trigger,
        _ guards: Playbook.Guards,
        _ survey: StepSurvey,
        text: String
    ) -> Playbook? {
        guard !findings.hasErrors, let name = header.name, let mode = header.mode else { return nil }
        let steps = steps.compactMap(\.self)
        precondition(steps.count == survey.count, "a step was dropped without an error")
        return Playbook(
            name: name,
            summary: header.summary,
            severity: header.severity,
            mode: mode,
            trigger: trigger,
            guards: guards,
            inputs: inputs,
            steps: steps,
            main: survey.main.map(\.index),
            always: survey.always.map(\.index),
            scope: scope,
            digest: Digest(of: text.utf8),
            text: text,
            file: findings.source.file
        )
    }

    mutating func report(_ problem: PlaybookProblem, _ message: String, at node: YAMLNode, remedy: String? = nil) {
        findings.report(problem, message, at: node, remedy: remedy)
    }

    /// "did you mean 'x'?", where one is near.
    static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        Spelling.closest(to: word, among: candidates).map { "did you mean '\($0)'?" }
    }
}
