public import Domain

/// What a witness knows of one log, and what it makes of a request: a value, so that the judgement is apart from the file
/// that must be durable before the cosignature leaves.
public struct WitnessedLog: Hashable, Sendable {
    /// What was cosigned last.
    public struct Sighting: Hashable, Sendable {
        public let note: SignedNote
        public let checkpoint: Checkpoint
        /// When the log was first seen, and when this checkpoint was.
        public let since: Instant
        public let at: Instant
    }

    public let origin: Origin
    public let keys: [VerifierKey]
    public private(set) var last: Sighting?

    /// Of a log that was not seen yet. Keys of one log have one name: its origin.
    /// - Returns: `nil` where there is no key, or where their names differ or are none of a log.
    public init?(keys: [VerifierKey]) {
        guard let name = keys.first?.name, let origin = Origin(name), keys.allSatisfy({ $0.name == name }) else {
            return nil
        }
        self.origin = origin
        self.keys = keys
    }

    /// Goes on from a sighting that was kept.
    /// - Returns: false where it is none of this log, or is not signed by one of its keys.
    public mutating func resume(_ sighting: Sighting) -> Bool {
        guard sighting.checkpoint.origin == origin, (try? sighting.note.verified(by: keys)) != nil else { return false }
        last = sighting
        return true
    }

    /// - Returns: what to keep, and then to cosign.
    public func judge(_ request: CosigningRequest, at now: Instant) throws(WitnessRefusal) -> Sighting {
        let checkpoint = request.checkpoint
        guard checkpoint.origin == origin else { throw .unknownLog }
        do throws(NoteRefused) {
            _ = try request.note.verified(by: keys)
        } catch {
            throw .unsigned(error)
        }
        guard request.proof.oldSize <= checkpoint.size else { throw .oldSizeBeyondNew }
        // What the log's key signed is compared with what was seen before anything else is: whatever old size was sent with
        // it, a second history is one.
        if let last {
            let evidence = WitnessEvidence(seen: last.note, shown: request.note)
            if checkpoint.size < last.checkpoint.size {
                throw .rolledBack(to: checkpoint.size, evidence, size: seenSize)
            }
            if checkpoint.size == last.checkpoint.size, checkpoint.root != last.checkpoint.root {
                throw .forked(evidence, size: seenSize)
            }
        }
        guard request.proof.oldSize == seenSize else { throw .otherOldSize(size: seenSize) }
        try check(request)
        return Sighting(note: request.note, checkpoint: checkpoint, since: last?.since ?? now, at: now)
    }

    /// The sighting is durable.
    public mutating func note(_ sighting: Sighting) { last = sighting }

    private var seenSize: UInt64 { last?.checkpoint.size ?? 0 }

    private func check(_ request: CosigningRequest) throws(WitnessRefusal) {
        let evidence = WitnessEvidence(seen: last?.note, shown: request.note)
        guard seenSize > 0 else {
            // Everything continues nothing. But a tree of nothing has one root.
            guard request.proof.hashes.isEmpty, request.checkpoint.size > 0 || request.checkpoint.root == .empty else {
                throw .unproven(evidence)
            }
            return
        }
        do throws(ProofRefused) {
            try request.proof.verify(oldRoot: last?.checkpoint.root ?? .empty, newRoot: request.checkpoint.root)
        } catch {
            throw .unproven(evidence)
        }
    }
}

/// Two notes of one log, one of which it should not have signed.
public struct WitnessEvidence: Hashable, Sendable {
    /// What was cosigned; `nil` for a log that was not seen before.
    public let seen: SignedNote?
    public let shown: SignedNote

    public init(seen: SignedNote?, shown: SignedNote) {
        self.seen = seen
        self.shown = shown
    }
}

/// Why a witness does not cosign.
public enum WitnessRefusal: Error, Hashable, Sendable {
    case unknownLog
    case unsigned(NoteRefused)
    /// The request contradicts itself.
    case oldSizeBeyondNew
    /// The proof begins elsewhere than at what was cosigned last.
    case otherOldSize(size: UInt64)
    /// The log's key signed two trees of one size.
    case forked(WitnessEvidence, size: UInt64)
    /// A checkpoint with fewer entries than were cosigned.
    case rolledBack(to: UInt64, WitnessEvidence, size: UInt64)
    /// The proof does not lead from what was cosigned to the checkpoint.
    case unproven(WitnessEvidence)
}
