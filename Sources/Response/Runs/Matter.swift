import CEL
public import Domain
public import Playbooks

/// What a step waits for a person with. What they say of one is said of no other: who answered a question has read nothing of
/// the guard that held the step after it, nor of the doubt after that.
public struct Matter: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case question
        case hold(Hold.Cause)
        /// It failed, or nobody knows: to agree is to have it sent once more.
        case standstill
    }

    public let kind: Kind
    /// When it came: a second one of its kind comes later.
    public let since: Instant

    package init(_ kind: Kind, since: Instant) {
        self.kind = kind
        self.since = since
    }

    public var cause: Hold.Cause? {
        if case .hold(let cause) = kind { cause } else { nil }
    }

    public var isStandstill: Bool { kind == .standstill }

    /// To the nanosecond: of two that came within a millisecond one may have been read, and the other not.
    public var asOf: String { Timestamp(nanosecondsSinceEpoch: since.nanosecondsSinceEpoch).description }

    /// What has a decision on the command line count for this, and for nothing else.
    public var options: String {
        switch kind {
        case .question: "--as-of \(asOf)"
        case .hold(let cause): "--cause \(cause.rawValue) --as-of \(asOf)"
        case .standstill: "--anew --as-of \(asOf)"
        }
    }

    /// The command that agrees to this.
    public func command(for incident: IncidentID, _ step: String) -> String {
        "cordon approve \(incident) \(step) \(options)"
    }

    /// Whether whoever agrees says that it is this. A question needs no more than its step: it is what an approval is for, and
    /// the guards are asked after it.
    func isMeant(by decision: Decision) -> Bool {
        switch kind {
        case .question: true
        case .hold: decision.cause != nil && decision.asOf != nil
        case .standstill: decision.anew && decision.asOf != nil
        }
    }
}

extension Run {
    /// What a person decides about at a step; nil where it waits for none.
    public func matter(at step: Step) -> Matter? {
        guard waitsForPerson(at: step) else { return nil }
        let record = self[step.index]
        let unheld: Matter.Kind = record.state.isFailure ? .standstill : .question
        return Matter(
            record.state.hold.map { .hold($0.cause) } ?? unheld,
            since: record.holdCame ?? record.closed ?? record.began ?? started
        )
    }

    /// The same, by the step's path.
    package func matter(at path: String) -> Matter? {
        playbook.steps.first { $0.path == path }.flatMap { matter(at: $0) }
    }
}

extension Decision {
    /// What somebody says who has the step before them: about that, and about nothing that comes after it.
    package init(
        reading run: Run,
        _ step: Step,
        agrees: Bool,
        reason: String = "",
        by actor: Actor,
        groups: Set<String> = []
    ) {
        let matter = run.matter(at: step)
        self.init(
            run: run.id,
            step: step.path,
            cause: matter?.cause,
            asOf: matter?.since,
            anew: agrees && matter?.isStandstill == true,
            agrees: agrees,
            reason: reason,
            by: actor,
            groups: groups
        )
    }
}
