public import Domain

/// What the core says of one change. The log gives it its place: see ``Entry``.
///
/// Texts are at most 512 bytes of UTF-8 without control characters: a longer one is cut and ends with an ellipsis, a
/// control character becomes U+FFFD, an empty text is none. Personal and secret values never stand in one.
public struct AuditRecord: Hashable, Sendable {
    public let time: Instant
    public let actor: Actor
    public let action: AuditAction
    public let object: AuditObject?
    public let incident: IncidentID?
    public let run: RunID?
    /// The step's id in its playbook.
    public let step: String?
    /// 1 for the first try.
    public let attempt: Int?
    /// The version of the playbook: the SHA-256 of its text.
    public let playbook: Digest?
    public private(set) var cause: AuditCause?
    /// How it ended, in the one word of whoever decides it: `contained`, `transient`, `protected`.
    public let outcome: String?
    /// A short sentence for a person.
    public let detail: String?
    /// Of the rendered request, secrets by reference.
    public let request: Digest?
    /// Of what shows the outcome: the receiver's answer, what was read back.
    public let evidence: Digest?
    public let isDrill: Bool

    public init(
        _ action: AuditAction,
        at time: Instant,
        by actor: Actor = .engine,
        on object: AuditObject? = nil,
        incident: IncidentID? = nil,
        run: RunID? = nil,
        step: String? = nil,
        attempt: Int? = nil,
        playbook: Digest? = nil,
        cause: AuditCause? = nil,
        outcome: String? = nil,
        detail: String? = nil,
        request: Digest? = nil,
        evidence: Digest? = nil,
        isDrill: Bool = false
    ) {
        precondition(attempt.map { $0 >= 1 } ?? true, "attempts are counted from 1")
        self.time = time
        self.actor = Actor(
            name: AuditText.cleaned(actor.name) ?? "unknown",
            proof: AuditText.cleaned(actor.proof) ?? "none"
        )
        self.action = action
        self.object = object
        self.incident = incident
        self.run = run
        self.step = step.flatMap(AuditText.cleaned)
        self.attempt = attempt
        self.playbook = playbook
        self.cause = cause
        self.outcome = outcome.flatMap(AuditText.cleaned)
        self.detail = detail.flatMap(AuditText.cleaned)
        self.request = request
        self.evidence = evidence
        self.isDrill = isDrill
    }

    /// The record with its cause as a sequence number, once its own is known.
    func settled(at sequence: UInt64) -> Self {
        guard let cause else { return self }
        var settled = self
        settled.cause = .entry(cause.sequence(for: sequence))
        return settled
    }
}
