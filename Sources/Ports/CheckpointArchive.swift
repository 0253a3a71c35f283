public import Domain
public import Ledger

/// The log's checkpoints, and what witnesses said of them. Reading does not keep the engine from writing.
public protocol CheckpointArchive: Sendable {
    func lastCheckpoint() async throws(OperatorError) -> StoredCheckpoint?

    /// That the first `old` entries are the past of the first `new`.
    /// - Precondition: `1 <= old <= new`, and there are as many entries.
    func consistencyProof(from old: UInt64, to new: UInt64) async throws(OperatorError) -> ConsistencyProof

    /// Of the largest checkpoint that the witness cosigned.
    func lastCosignature(by witness: WitnessKey) async throws(OperatorError) -> StoredCosignature?

    /// Makes the cosignature durable; a later one of the same witness for the same size takes its place.
    func keep(_ cosignature: StoredCosignature) async throws(StoreFailure)
}

/// What a witness said of a checkpoint.
public struct StoredCosignature: Hashable, Sendable {
    /// Of the checkpoint.
    public let size: UInt64
    public let witness: WitnessKey
    /// By the witness's clock.
    public let time: Instant
    /// The signature's lines, each with its line feed: they go below the checkpoint's note.
    public let lines: String

    public init(size: UInt64, witness: WitnessKey, time: Instant, lines: String) {
        self.size = size
        self.witness = witness
        self.time = time
        self.lines = lines
    }
}
