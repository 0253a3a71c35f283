import Domain

/// What has been read of an entry so far.
struct EntryFields {
    var origin: Origin?
    var sequence: UInt64?
    var time: Instant?
    var node: String?
    var actor: String?
    var proof: String?
    var action: AuditAction?
    var object: AuditObject?
    var incident: IncidentID?
    var run: RunID?
    var step: String?
    var attempt: Int?
    var playbook: Digest?
    var cause: UInt64?
    var outcome: String?
    var detail: String?
    var request: Digest?
    var evidence: Digest?
    var isDrill = false
    var commitments: [PrivateField: Digest] = [:]

    func entry() throws(EntryMalformed) -> Entry {
        guard let origin else { throw .missing(.origin) }
        guard let sequence else { throw .missing(.sequence) }
        guard let time else { throw .missing(.time) }
        guard let node else { throw .missing(.node) }
        guard let action else { throw .missing(.action) }
        if let cause, cause >= sequence { throw .badValue(.cause) }
        let record = AuditRecord(
            action,
            at: time,
            by: try author(),
            on: object,
            incident: incident,
            run: run,
            step: step,
            attempt: attempt,
            playbook: playbook,
            cause: cause.map(AuditCause.entry),
            outcome: outcome,
            detail: detail,
            request: request,
            evidence: evidence,
            isDrill: isDrill
        )
        if let clash = commitments.keys.filter(isOpen).min() { throw .badValue(clash.committed) }
        return Entry(origin: origin, sequence: sequence, node: node, record: record, commitments: commitments)
    }

    /// Whether the value stands there that a commitment would stand for.
    private func isOpen(_ field: PrivateField) -> Bool {
        switch field {
        case .actor: actor != nil
        case .detail: detail != nil
        }
    }

    /// The engine is written as nobody.
    private func author() throws(EntryMalformed) -> Actor {
        let actor = actor ?? (commitments[.actor] == nil ? nil : AuditRecord.person)
        guard actor != nil || proof != nil else { return .engine }
        guard let actor else { throw .missing(.actor) }
        guard let proof else { throw .missing(.proof) }
        let author = Actor(name: actor, proof: proof)
        guard author != .engine else { throw .badValue(.actor) }
        return author
    }
}
