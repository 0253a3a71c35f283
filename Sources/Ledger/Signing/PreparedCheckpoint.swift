/// A checkpoint that may be signed once its state is durable.
///
/// Write ``state`` where the signer's state is kept, flush it, and only then spend this in
/// ``CheckpointSigner/sign(_:)``.
public struct PreparedCheckpoint: ~Copyable, Sendable {
    public let state: SignerState
    let tree: MerkleTree
    /// What was signed when this was prepared.
    let predecessor: Checkpoint
}
