internal import CEL
internal import Domain

/// One playbook on its way from YAML to ``Playbook``: what was found so far, and what later parts need of earlier ones.
struct Compilation {
    let context: CompilerContext
    let limits: Limits
    /// The playbooks that call it, the first first, and its own name once that is known.
    var callers: [String]
    var findings: Findings
    var scope = Scope(steps: [], inputs: [])
    /// The place of a step's name in the scope, by the number of its draft.
    var slots: [Int: Int] = [:]
    var inputs: [Playbook.Input] = []
    /// By the number of the draft; nil for a step with an error.
    var templates: [TemplateStep?] = []
    /// What the playbooks that it calls are compiled from, by the call.
    var calls: [(name: String, bundle: PlaybookBundle)] = []
    /// Which of its inputs decide where commands go.
    var placement = Placement()
    var readsFleet = false
    /// What this environment gives to its inputs.
    var overrides: [String: Value]?

    init(_ context: CompilerContext, limits: Limits, source: SourceText, callers: [String] = []) {
        self.context = context
        self.limits = limits
        self.callers = callers
        findings = Findings(source)
    }

    /// Nil where there are errors.
    mutating func playbook(_ root: YAMLNode?, text: String) -> CalledPlaybook? {
        guard let root else {
            let span = SourceSpan(file: findings.source.file, line: 1, column: 1)
            let remedy = "begin with 'playbook: NAME'; 'cordon init' writes a whole one"
            findings.report(YAMLProblem.missingKey, "there is no playbook in this file", at: span, remedy: remedy)
            return nil
        }
        guard let fields = YAMLFields(root, Grammar.playbook, &findings) else { return nil }
        let header = header(fields)
        if let name = header.name {
            callers.append(name)
            overrides = context.overrides[name]
        }
        let survey = surveySteps(fields)
        let inputs = inputEntries(fields)
        declareScope(inputs, survey)
        compileInputs(inputs, fields)
        let trigger = trigger(fields)
        let guards = guards(fields, dedupe: trigger?.dedupe)
        compileSteps(survey)
        checkSafety(fields, guards: guards, survey)
        checkCalls(header, survey)
        guard let trigger, isBounded(survey) else { return nil }
        return finish(header, trigger, guards, survey, text: text)
    }

    private func finish(
        _ header: Header,
        _ trigger: Playbook.Trigger,
        _ guards: Playbook.Guards,
        _ survey: StepSurvey,
        text: String
    ) -> CalledPlaybook? {
        guard !findings.hasErrors, let name = header.name, let mode = header.mode else { return nil }
        let templates = templates.compactMap(\.self)
        precondition(templates.count == survey.count, "a step was dropped without an error")
        let expanded = Expansion.result(survey, templates, slots, scope)
        let releases = Releases(context: context).steps(for: expanded.steps)
        let bundle = bundle(name, text)
        let playbook = Playbook(
            name: name,
            summary: header.summary,
            severity: header.severity,
            mode: mode,
            trigger: trigger,
            guards: guards.adding(protectionsOfCalled(expanded.steps, survey)),
            inputs: inputs,
            steps: expanded.steps + releases,
            main: expanded.main,
            always: expanded.always,
            releases: releases.map(\.index),
            frames: expanded.frames,
            readsFleet: readsFleet,
            digest: Digest(of: bundle.description.utf8),
            text: bundle.description,
            file: findings.source.file
        )
        return CalledPlaybook(playbook: playbook, bundle: bundle, placement: placement)
    }

    private func bundle(_ name: String, _ text: String) -> PlaybookBundle {
        var bundle = PlaybookBundle(text: text)
        if let overrides, !overrides.isEmpty { bundle.overrides[name] = overrides }
        for call in calls { bundle.add(call.name, call.bundle) }
        return bundle
    }

    /// What the playbooks that it calls protect is protected here too.
    private func protectionsOfCalled(_ steps: [Step], _ survey: StepSurvey) -> [Playbook.Protection] {
        var seen: Set<String> = []
        return survey.drafts.compactMap { called(by: $0) }.flatMap { called -> [Playbook.Protection] in
            let frame = steps.lazy.compactMap { step -> Frame.Index? in
                guard case .call(let call) = step.body, call.playbook == called.name else { return nil }
                return call.main.first.map { steps[$0.position].frame }
            }.first
            guard let frame, seen.insert(called.name).inserted else { return [] }
            return called.guards.protect.map {
                Playbook.Protection(condition: $0.condition, frame: $0.frame + frame, playbook: $0.playbook)
            }
        }
    }

    func called(by draft: StepSurvey.Draft) -> Playbook? {
        guard case .call(let called, _)? = templates[draft.number]?.body else { return nil }
        return called.playbook
    }

    mutating func report(_ problem: PlaybookProblem, _ message: String, at node: YAMLNode, remedy: String? = nil) {
        findings.report(problem, message, at: node, remedy: remedy)
    }

    /// "did you mean 'x'?", where one is near.
    static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        Spelling.closest(to: word, among: candidates).map { "did you mean '\($0)'?" }
    }
}
