import Actions
import CEL
import Domain
import Playbooks
import Rehearsal
import Response

/// What one playbook says to an event.
struct PlaybookAnswer {
    let playbook: Playbook
    let verdict: StartVerdict
    /// What each part of `on.if` comes to; empty where that is not asked.
    let parts: [Explanation]
    /// What it would do; nil where it does not start.
    let preview: Preview?

    init(_ playbook: Playbook, _ explained: ExplainedEvent) {
        self.playbook = playbook
        verdict = StartVerdict(playbook, explained.facts, mode: explained.mode)
        let bindings = playbook.scope.bindings(explained.facts)
        parts = verdict.asksCondition ? playbook.trigger.condition?.explain(bindings) ?? [] : []
        preview =
            verdict.starts
            ? Preview(
                of: playbook,
                answering: explained.event,
                of: explained.lookup,
                fleet: explained.fleet,
                at: explained.now,
                actions: BuiltInActions.kinds
            ) : nil
    }

    /// The steps at which people are asked, with who.
    var approvals: [(path: String, policy: ApprovalPolicy)] {
        playbook.steps.compactMap { step in
            if case .approval(let policy) = step.body { return (step.path, policy) }
            return step.call?.approval.map { (step.path, $0) }
        }
    }
}

extension StartVerdict {
    fileprivate var asksCondition: Bool {
        switch self {
        case .starts, .conditionFalse, .undecided, .observed: true
        case .manual, .otherType, .notInAlarm: false
        }
    }
}
