internal import CEL
internal import Domain

// How long a run may become, before any step is placed.
extension Compilation {
    /// Reports it and answers false where it is longer than it may be.
    mutating func isBounded(_ survey: StepSurvey) -> Bool {
        let count = count(survey.main + survey.always)
        guard count > limits.stepsMax else { return true }
        let loop = survey.drafts.first { $0.kind == .loop }?.node["at_most"]
        guard let node = loop ?? survey.drafts.first?.node else { return false }
        report(
            .tooManySteps,
            "up to \(count) steps, each item of a loop and each call counted; a playbook has at most \(limits.stepsMax)",
            at: node,
            remedy: loop == nil ? nil : "lower 'at_most'"
        )
        return false
    }

    /// Bounded itself: no step counts for more than the whole may have, and one more.
    private func count(_ drafts: [StepSurvey.Draft]) -> Int {
        drafts.reduce(0) { sum, draft in min(sum + count(draft), limits.stepsMax * 1_000) }
    }

    private func count(_ draft: StepSurvey.Draft) -> Int {
        let inner = draft.lists.reduce(0) { $0 + count($1) }
        switch templates[draft.number]?.body {
        case .loop(_, _, let atMost, _): return 1 + atMost * (1 + inner)
        case .call(let called, _): return 1 + called.playbook.steps.count
        case .action, .parallel, .group, .choose, .wait, .approval, .set, .fail, .end, nil: return 1 + inner
        }
    }
}
