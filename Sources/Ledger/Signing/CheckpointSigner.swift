/// Signs checkpoints of one log, each a continuation of the one before it.
///
/// It keeps the tree that it signed last, and is handed the hashes of the entries since: what it signs, it has built
/// itself on top of what it signed. It cannot be copied, as two copies could sign two futures.
public struct CheckpointSigner: ~Copyable, Sendable {
    private var key: SigningKey
    /// Signs beside it from now on, and alone once it has taken over.
    private var successor: SigningKey?
    private let origin: Origin
    private var signed: MerkleTree
    /// How many entries the newest checkpoint covers that is durable.
    private var stored: UInt64

    /// Starts from the state that was kept outside of the database, and from the log's tree when it had as many entries
    /// as the state says: ``LedgerWriter/covered``.
    /// - Throws: ``SigningRefused`` where they are not the same, or another log's.
    public init(
        key: SigningKey,
        successor: SigningKey? = nil,
        state: SignerState,
        tree: MerkleTree
    ) throws(SigningRefused) {
        guard [key, successor ?? key].allSatisfy({ $0.verifier.name == state.last.origin.description }) else {
            throw .otherLog(state.last.origin)
        }
        guard tree.size == state.last.size else {
            throw .shorterThanSigned(size: tree.size, signed: state.last.size)
        }
        guard tree.root == state.last.root else { throw .otherPast(signed: state.last.size) }
        self.key = key
        self.successor = successor
        origin = state.last.origin
        signed = tree
        stored = state.stored
    }

    public var state: SignerState { SignerState(last: Checkpoint(of: signed, origin: origin), stored: stored) }

    public var verifier: VerifierKey { key.verifier }

    /// - Parameters:
    ///   - tree: the log's tree, all of whose entries are durable.
    ///   - leafHashes: of its entries since the last checkpoint that was signed, in order.
    /// - Returns: the checkpoint to sign, once its state is durable.
    /// - Throws: ``SigningRefused`` where the tree is not a continuation.
    public func prepare(
        _ tree: MerkleTree,
        since leafHashes: some Sequence<TreeHash>
    ) throws(SigningRefused) -> PreparedCheckpoint {
        guard tree.size >= signed.size else { throw .shorterThanSigned(size: tree.size, signed: signed.size) }
        var built = signed
        built.append(contentsOf: leafHashes)
        guard built == tree else {
            throw tree.size == signed.size ? .otherPast(signed: signed.size) : .unexplained(size: tree.size)
        }
        return PreparedCheckpoint(
            state: SignerState(last: Checkpoint(of: built, origin: origin), stored: stored),
            tree: built,
            predecessor: Checkpoint(of: signed, origin: origin)
        )
    }

    /// The signed checkpoint. Its state must be durable by now. Tell ``LedgerWriter/cover(_:at:)`` at once, even if the
    /// note cannot be stored: the next one is prepared with the entries since this one.
    /// - Throws: ``SigningRefused/overtaken``, ``SigningRefused/libraryFailed``.
    public mutating func sign(_ prepared: consuming PreparedCheckpoint) throws(SigningRefused) -> SignedNote {
        guard prepared.predecessor == state.last else { throw .overtaken }
        let text = prepared.state.last.text
        let signatures = [key, successor].compactMap { $0?.sign(text) }
        guard signatures.count == (successor == nil ? 1 : 2) else { throw .libraryFailed }
        signed = prepared.tree
        return SignedNote(text: text, signatures: signatures)
    }

    /// A checkpoint that was signed is durable, and covers so many entries: the next state says so.
    public mutating func noteStored(_ size: UInt64) {
        precondition(size <= signed.size, "it was signed before")
        stored = max(stored, size)
    }

    /// The successor takes over: a checkpoint that both have signed is durable.
    public mutating func handOver() {
        guard let successor = successor.take() else { preconditionFailure("there is a successor") }
        key = successor
    }
}
