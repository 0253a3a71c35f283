/// Checks a log from its first entry to its last, knowing nothing but its name and its keys.
///
/// Hand in every entry in the order of the log, and every checkpoint in the order of its signing, each before the first
/// entry that it does not cover: all checkpoints first, or one whenever ``checkpointsAhead`` is zero. Memory does not
/// grow with the number of entries.
public struct LedgerVerifier: Sendable {
    private let origin: Origin
    private let keys: [VerifierKey]
    private let signer: SignerState?

    private var tree = MerkleTree()
    private var entries: UInt64 = 0
    private var covered: UInt64 = 0
    /// Good checkpoints that the entries have not reached; those before `nextAhead` are done with.
    private var ahead: [Checkpoint] = []
    private var nextAhead = 0
    private var lastCheckpoint: Checkpoint?
    private var checkpointsRead = 0
    private var checkpointsAgreed = 0
    /// Whether the tree had the root that was signed last, when it had that size.
    private var agreesWithSigner: Bool?
    private var witnessed: WitnessedSizes
    private var entryFinding: LedgerFinding?
    private var checkpointFinding: LedgerFinding?

    /// A checkpoint must be signed by one of the keys. Without the signer's state, a log that was cut together with its
    /// checkpoints looks whole; without what a witness cosigned, so does one that was written anew with the key.
    public init(origin: Origin, keys: [VerifierKey], signer: SignerState? = nil, witnesses: [WitnessKey] = []) {
        self.origin = origin
        self.keys = keys
        self.signer = signer
        witnessed = WitnessedSizes(witnesses)
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
            let checkpoint = try read(note)
            lastCheckpoint = checkpoint
            guard entryFinding == nil else { return }
            precondition(checkpoint.size >= tree.size, "a checkpoint comes before the entries that it does not cover")
            ahead.append(checkpoint)
            settleCheckpoints()
        } catch {
            if checkpointFinding == nil { checkpointFinding = error.finding }
        }
    }

    /// A checkpoint with the cosignatures of witnesses, wherever it comes from. What it says is compared with the log, and
    /// it need not be among the log's own checkpoints. Cosignatures of unknown witnesses are passed over.
    /// - Precondition: no entry was handed in yet.
    public mutating func take(cosigned note: String) {
        precondition(entries == 0, "a cosigned checkpoint comes before the entries")
        witnessed.take(note, of: origin)
    }

    /// The sequence number and the leaf hash are those stored beside the bytes. With a leaf hash, the very entry that
    /// was changed is named, unless the hash was changed with it.
    public mutating func take(entry sequence: UInt64, bytes: [UInt8], leafHash: TreeHash? = nil) {
        entries += 1
        guard let entryFinding else {
            entryFinding = append(sequence, bytes, leafHash)
            return
        }
        if case .missing(let range) = entryFinding, range.contains(sequence) {
            self.entryFinding = .reordered(range.lowerBound, inItsPlace: range.upperBound)
        }
    }

    public consuming func finish() -> VerificationReport {
        if entryFinding == nil, checkpointsAhead > 0, let promised = ahead.last?.size {
            entryFinding = .truncated(size: tree.size, promised: promised)
        }
        if entryFinding == nil { witnessed.end(tree) }
        return VerificationReport(
            findings: [entryFinding, checkpointFinding, signerFinding, witnessed.finding].compactMap { $0 },
            entries: entries,
            covered: covered,
            checkpoints: checkpointsAgreed,
            witnesses: witnessed.sizes
        )
    }

    /// - Returns: what is wrong with the entry.
    private mutating func append(_ sequence: UInt64, _ bytes: [UInt8], _ leafHash: TreeHash?) -> LedgerFinding? {
        if tree.size == 0 { witnessed.settle(tree) }
        let place = tree.size
        if sequence > place { return .missing(place..<sequence) }
        if sequence < place { return .repeated(sequence) }
        let computed = TreeHash(ofLeaf: bytes)
        if let leafHash, leafHash != computed { return .hashDiffers(place) }
        do throws(EntryMalformed) {
            let entry = try Entry(decoding: bytes)
            if entry.origin != origin { return .foreign(place, entry.origin) }
            if entry.sequence != place { return .misnumbered(place, says: entry.sequence) }
        } catch {
            return .undecodable(place, error)
        }
        tree.append(computed)
        compareWithSigner()
        witnessed.settle(tree)
        return settleCheckpoints()
    }

    /// Judges the checkpoints whose size is reached.
    @discardableResult private mutating func settleCheckpoints() -> LedgerFinding? {
        while nextAhead < ahead.count, ahead[nextAhead].size == tree.size {
            guard ahead[nextAhead].root == tree.root else {
                entryFinding = .altered(covered..<tree.size)
                return entryFinding
            }
            covered = tree.size
            checkpointsAgreed += 1
            nextAhead += 1
        }
        if nextAhead == ahead.count {
            ahead.removeAll(keepingCapacity: true)
            nextAhead = 0
        }
        return nil
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
        case true?: return nil
        }
    }

    private struct CheckpointFault: Error {
        let finding: LedgerFinding
    }

    private func read(_ note: String) throws(CheckpointFault) -> Checkpoint {
        let text: String
        do throws(NoteRefused) {
            let signed = try SignedNote(note)
            _ = try signed.verified(by: keys)
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
        guard let lastCheckpoint else { return checkpoint }
        if checkpoint.size < lastCheckpoint.size {
            throw CheckpointFault(
                finding: .checkpointsShrink(checkpointsRead, from: lastCheckpoint.size, to: checkpoint.size)
            )
        }
        if checkpoint.size == lastCheckpoint.size, checkpoint.root != lastCheckpoint.root {
            throw CheckpointFault(finding: .checkpointsDisagree(checkpointsRead, size: checkpoint.size))
        }
        return checkpoint
    }
}
