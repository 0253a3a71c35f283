import CEL
import Domain
import Ledger
import Playbooks

// People who have to agree.
extension Advance {
    /// Who has to agree to an action; nil where nobody has to.
    func policy(for call: ActionCall) -> ApprovalPolicy? {
        if let policy = call.approval { return policy }
        let asks = run.asks || rules.mode == .ask
        return asks && call.descriptor.receiver != .pure ? .ask : nil
    }

    /// Who was asked about a step. Where it has no policy the server's mode asked, which may be another one by now.
    private func policyAsked(about step: Step) -> ApprovalPolicy {
        if case .approval(let policy) = step.body { return policy }
        return step.call.flatMap { policy(for: $0) } ?? .ask
    }

    mutating func ask(_ step: Step, _ policy: ApprovalPolicy, about what: String, request: Digest? = nil) {
        if run.isDrill {
            settle(step.index, .done(output: ["by": .list([])]), .stepDone, detail: "would ask \(policy.askedPeople)")
            return
        }
        enter(step.index, .asking(until: now + policy.within))
        record(.approvalAsked, step.index, detail: "\(policy.askedPeople) may \(what)", request: request)
    }

    /// Goes on where enough people agreed, or nobody did in time.
    mutating func decide(_ step: Step, until: Instant) {
        let policy = policyAsked(about: step)
        if run[step.index].grants.count >= policy.people {
            goOn(step)
        } else if until <= now {
            let grants = run[step.index].grants.count
            let who = grants == 0 ? "nobody" : "\(grants) of \(policy.people)"
            let reason = "\(who) agreed within \(policy.within.spoken)"
            refuse(step, policy, reason, .approvalExpired)
        }
    }

    private mutating func goOn(_ step: Step) {
        guard let call = step.call else {
            let names = run[step.index].grants.map { Value.string($0.name) }
            settle(step.index, .done(output: ["by": .list(names)]), .stepDone)
            return
        }
        do throws(OperatorError) {
            // The guards are asked once more, and the step's own time begins now: that of the people is not the receiver's.
            run[step.index].began = now
            try begin(step, call)
        } catch {
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
        }
    }

    private mutating func refuse(_ step: Step, _ policy: ApprovalPolicy, _ reason: String, _ action: AuditAction) {
        record(action, step.index, detail: reason)
        // Whoever agreed, agreed then: should the step be sent anew, all are asked.
        run[step.index].grants = []
        switch policy.otherwise {
        case .skip: settle(step.index, .skipped(.notApproved(reason)), .stepSkipped)
        case .fail:
            let error = OperatorError(
                attempted: "get approval for step '\(step.path)'",
                reason: reason,
                remedy: "decide what becomes of the device; 'on_failure' says how the run goes on"
            )
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
        }
    }

    mutating func grant(_ step: Step, until: Instant, _ decision: Decision) {
        let policy = policyAsked(about: step)
        run[step.index].grants.append(decision.by)
        enter(step.index, .asking(until: until))
        let count = "\(run[step.index].grants.count) of \(policy.people)"
        record(.approvalGranted, step.index, by: decision.by, detail: "\(count) by \(decision.by.name)")
    }

    mutating func refuse(_ step: Step, _ decision: Decision) {
        let policy = policyAsked(about: step)
        refuse(step, policy, decision.sentence("refused"), .approvalRefused)
    }
}

extension ApprovalPolicy {
    /// Completes "would ask …".
    package var askedPeople: String {
        let count = people == 1 ? "one person" : "\(people) people"
        return "\(count)\(group.map { " of \($0)" } ?? "") within \(within.spoken)"
    }
}
