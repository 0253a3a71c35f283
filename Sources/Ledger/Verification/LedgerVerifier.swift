public import Domain

/// Checks a log from its first entry to its last, knowing nothing but its name and its keys.
///
/// Hand in every entry in the order of the log, and every checkpoint in the order of its signing, each before the first
/// entry that it does not cover: all checkpoints first, or one whenever ``checkpointsAhead`` is zero. Memory does not
/// grow with the number of entries, but for those whose private values are gone.
public struct LedgerVerifier: Sendable {
    private let origin: Origin
    private let keys: [VerifierKey]
    private var periods: KeyPeriods
    private let signer: SignerState?
    private let limits: Limits

    private var tree = MerkleTree()
    private var entries: UInt64 = 0
    private var covered: UInt64 = 0
    /// Good checkpoints that the entries have not reached; those before `nextAhead` are done with.
    private var ahead: [Ahead] = []
    private var nextAhead = 0
    private var lastCheckpoint: Checkpoint?
    private var checkpointsRead = 0
    private var checkpointsAgreed = 0
    /// Whether the tree had the root that was signed last, when it had that size.
    private var agreesWithSigner: Bool?
    private var witnessed: WitnessedSizes
    private var sightings = EarlierSightings()
    /// nil where private values are not asked for.
    private var beside: ValuesBeside?
    private var entryFinding: LedgerFinding?
    private var checkpointFinding: LedgerFinding?

    private struct Ahead {
        let checkpoint: Checkpoint
        /// Counted from 1.
        let number: Int
        let signers: [VerifierKey]
    }

    /// The keys are those that signed the log, in the order in which it names them; the first is the one to trust.
    /// Without the signer's state, a log that was cut together with its checkpoints looks whole; without what a witness
    /// cosigned, so does one that was written anew with the key. Where private values are demanded, each must be handed in
    /// that nobody had redacted; an export may be without any.
    public init(
        origin: Origin,
        keys: [VerifierKey],
        signer: SignerState? = nil,
        witnesses: [WitnessKey] = [],
        demandsPrivateValues: Bool = false,
        limits: Limits = Limits()
    ) {
        self.origin = origin
        self.keys = keys
        periods = KeyPeriods(keys)
        self.signer = signer
        self.limits = limits
        witnessed = WitnessedSizes(witnesses)
        beside = demandsPrivateValues ? ValuesBeside() : nil
        compareWithSigner()
    }

    /// Checkpoints that were handed in and that the entries have not reached.
    public var checkpointsAhead: Int { ahead.count - nextAhead }

    /// The first thing wrong with the entries so far. It stays the first, but an entry that is
    /// ``LedgerFinding/missing(_:)`` may turn up later.
    public var firstBadEntry: LedgerFinding? { entryFinding }

    /// - Precondition: the checkpoint was handed in before the first entry that it does not cover.
    public mutating func take(checkpoint note: String) {
        checkpointsRead += 1
        do throws(CheckpointFault) {
            let (checkpoint, signers) = try read(note)
            lastCheckpoint = checkpoint
            guard entryFinding == nil else { return }
            precondition(checkpoint.size >= tree.size, "a checkpoint comes before the entries that it does not cover")
            ahead.append(Ahead(checkpoint: checkpoint, number: checkpointsRead, signers: signers))
            settleCheckpoints()
        } catch {
            if checkpointFinding == nil { checkpointFinding = error.finding }
        }
    }

    /// The note that is passed around as the newest checkpoint. Only what it says is compared: who signed that, the
    /// checkpoint itself shows.
    /// - Precondition: every checkpoint was handed in.
    public mutating func take(newest note: String) {
        let newest = (try? SignedNote(note)).flatMap { Checkpoint($0.text) }
        if checkpointFinding == nil, newest == nil || newest != lastCheckpoint {
            checkpointFinding = .newestCheckpointDiffers
        }
    }

    /// A checkpoint with the cosignatures of witnesses, wherever it comes from. What it says is compared with the log, and
    /// it need not be among the log's own checkpoints. Cosignatures of unknown witnesses are passed over.
    /// - Precondition: no entry was handed in yet.
    public mutating func take(cosigned note: String) {
        precondition(entries == 0, "a cosigned checkpoint comes before the entries")
        witnessed.take(note, of: origin)
    }

    /// A checkpoint of this log that somebody else has kept: the log must contain what it was signed over.
    /// - Precondition: no entry was handed in yet.
    public mutating func take(seenElsewhere note: String) {
        precondition(entries == 0, "what was seen elsewhere comes before the entries")
        sightings.take(note, of: origin, signedBy: keys)
    }

    /// The sequence number and the leaf hash are those stored beside the bytes. With a leaf hash, the very entry that
    /// was changed is named, unless the hash was changed with it. Private values are those that lie beside the entry.
    /// - Returns: the entry, where nothing was wrong so far.
    @discardableResult public mutating func take(
        entry sequence: UInt64,
        bytes: [UInt8],
        leafHash: TreeHash? = nil,
        privateValues: [PrivateValue] = []
    ) -> Entry? {
        entries += 1
        guard let entryFinding else {
            do throws(EntryFault) {
                return try append(sequence, bytes, leafHash, privateValues)
            } catch {
                entryFinding = error.finding
                return nil
            }
        }
        if case .missing(let range) = entryFinding, range.contains(sequence) {
            self.entryFinding = .reordered(range.lowerBound, inItsPlace: range.upperBound)
        }
        return nil
    }

    /// A private value that lies beside none of the entries, by the number of the entry that it names.
    public mutating func take(strayPrivateValueOf sequence: UInt64) { beside?.take(strayOf: sequence) }

    public consuming func finish() -> VerificationReport {
        if entryFinding == nil, checkpointsAhead > 0, let promised = ahead.last?.checkpoint.size {
            entryFinding = .truncated(size: tree.size, promised: promised)
        }
        if entryFinding == nil {
            witnessed.end(tree)
            sightings.end(tree)
        }
        var findings = [entryFinding, checkpointFinding, signerFinding, witnessed.finding, sightings.finding]
            .compactMap(\.self)
        if findings.isEmpty, let finding = unsignedFinding { findings.append(finding) }
        // Beside a log that was cut lies what belonged to its end, and the redactions are gone that stood there.
        if findings.isEmpty, let finding = beside?.finding { findings.append(finding) }
        return VerificationReport(
            findings: findings,
            entries: entries,
            covered: covered,
            checkpoints: checkpointsAgreed,
            witnesses: witnessed.sizes
        )
    }

    private struct EntryFault: Error {
        let finding: LedgerFinding
    }

    private mutating func append(
        _ sequence: UInt64,
        _ bytes: [UInt8],
        _ leafHash: TreeHash?,
        _ privateValues: [PrivateValue]
    ) throws(EntryFault) -> Entry {
        if tree.size == 0 {
            witnessed.settle(tree)
            sightings.settle(tree)
        }
        let place = tree.size
        if sequence > place { throw EntryFault(finding: .missing(place..<sequence)) }
        if sequence < place { throw EntryFault(finding: .repeated(sequence)) }
        let computed = TreeHash(ofLeaf: bytes)
        if let leafHash, leafHash != computed { throw EntryFault(finding: .hashDiffers(place)) }
        let entry = try decoded(bytes, at: place)
        for value in privateValues where entry.commitments[value.field] != value.commitment {
            throw EntryFault(finding: .privateValueDiffers(place, value.field))
        }
        if entry.record.action == .keyRotated, !periods.take(rotationTo: entry.record.object) {
            throw EntryFault(finding: .unknownKey(place))
        }
        tree.append(computed)
        beside?.take(entry, privateValues)
        compareWithSigner()
        witnessed.settle(tree)
        sightings.settle(tree)
        settleCheckpoints()
        if let entryFinding { throw EntryFault(finding: entryFinding) }
        return entry
    }

    private func decoded(_ bytes: [UInt8], at place: UInt64) throws(EntryFault) -> Entry {
        let entry: Entry
        do throws(EntryMalformed) {
            entry = try Entry(decoding: bytes)
        } catch {
            throw EntryFault(finding: .undecodable(place, error))
        }
        if entry.origin != origin { throw EntryFault(finding: .foreign(place, entry.origin)) }
        if entry.sequence != place { throw EntryFault(finding: .misnumbered(place, says: entry.sequence)) }
        return entry
    }

    /// Judges the checkpoints whose size is reached.
    private mutating func settleCheckpoints() {
        while nextAhead < ahead.count, ahead[nextAhead].checkpoint.size == tree.size {
            let next = ahead[nextAhead]
            nextAhead += 1
            guard periods.take(checkpointBy: next.signers) else {
                if checkpointFinding == nil { checkpointFinding = .checkpointOutOfPeriod(next.number) }
                continue
            }
            guard next.checkpoint.root == tree.root else {
                entryFinding = .altered(covered..<tree.size)
                return
            }
            covered = tree.size
            checkpointsAgreed += 1
        }
        if nextAhead == ahead.count {
            ahead.removeAll(keepingCapacity: true)
            nextAhead = 0
        }
    }

    private mutating func compareWithSigner() {
        guard let signer, signer.last.size == tree.size else { return }
        agreesWithSigner = signer.last.root == tree.root
    }

    private var signerFinding: LedgerFinding? {
        guard let signer else { return nil }
        guard signer.last.origin == origin else { return .signerForeign(signer.last.origin) }
        // A log that is wrong in itself says nothing about what the signer saw.
        guard entryFinding == nil else { return nil }
        switch agreesWithSigner {
        case nil: return .rolledBack(size: tree.size, signed: signer.last.size)
        case false?: return .forked(signed: signer.last.size)
        case true?: return lostFinding(signer)
        }
    }

    /// The signer keeps its state before the checkpoint exists, and by then the one before it is stored: that one, and all before
    /// it, no crash takes away.
    private func lostFinding(_ signer: SignerState) -> LedgerFinding? {
        let newest = lastCheckpoint?.size ?? 0
        guard checkpointFinding == nil, newest < signer.stored else { return nil }
        return .checkpointsGone(newest: newest, stored: signer.stored)
    }

    /// Whether a log of so many entries, of which a checkpoint covers the first ones, is signed as an engine signs it.
    public static func isSigned(_ covered: UInt64, of size: UInt64, limits: Limits = Limits()) -> Bool {
        size <= covered || (covered > 0 && size - covered <= UInt64(limits.uncoveredEntriesMax))
    }

    /// The signer knows how far the log is its own. Where it cannot be asked, anybody may have written the rest.
    private var unsignedFinding: LedgerFinding? {
        guard signer == nil, !Self.isSigned(covered, of: tree.size, limits: limits) else { return nil }
        return .unsigned(covered..<tree.size)
    }

    private struct CheckpointFault: Error {
        let finding: LedgerFinding
    }

    private func read(_ note: String) throws(CheckpointFault) -> (Checkpoint, signers: [VerifierKey]) {
        let text: String
        let signers: [VerifierKey]
        do throws(NoteRefused) {
            let signed = try SignedNote(note)
            signers = try signed.verified(by: keys)
            text = signed.text
        } catch {
            throw CheckpointFault(finding: .checkpointRefused(checkpointsRead, error))
        }
        guard let checkpoint = Checkpoint(text), checkpoint.size > 0 || checkpoint.root == .empty else {
            throw CheckpointFault(finding: .checkpointMalformed(checkpointsRead))
        }
        guard checkpoint.origin == origin else {
            throw CheckpointFault(finding: .checkpointForeign(checkpointsRead, checkpoint.origin))
        }
        guard let lastCheckpoint else { return (checkpoint, signers) }
        if checkpoint.size < lastCheckpoint.size {
            throw CheckpointFault(
                finding: .checkpointsShrink(checkpointsRead, from: lastCheckpoint.size, to: checkpoint.size)
            )
        }
        if checkpoint.size == lastCheckpoint.size, checkpoint.root != lastCheckpoint.root {
            throw CheckpointFault(finding: .checkpointsDisagree(checkpointsRead, size: checkpoint.size))
        }
        return (checkpoint, signers)
    }
}
