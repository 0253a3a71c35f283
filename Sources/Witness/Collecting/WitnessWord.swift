public import Domain
public import Ledger
public import Ports

/// What a witness says of a log to somebody who asks it now.
public enum WitnessWord: Hashable, Sendable {
    /// The checkpoint is the continuation of all that it saw: the note, with its cosignature.
    case cosigned(String)
    /// It saw another log, or more of it.
    case contradicts(String)
    /// Nothing that can be compared.
    case silent(String)
}

extension WitnessConnection {
    /// Shows the witness the log's newest checkpoint, as an engine does: tlog-witness has no other question.
    ///
    /// It must be the newest, as another looks like a log that was rolled back. `cosigned` is up to where the witness is known
    /// to have seen the log, 0 where that is not known. What it answers is not kept.
    public func word(
        on checkpoint: StoredCheckpoint,
        cosigned: UInt64,
        proof: (_ old: UInt64, _ new: UInt64) async throws(OperatorError) -> ConsistencyProof
    ) async throws(OperatorError) -> WitnessWord {
        guard var dialogue = CosigningDialogue(checkpoint.note, to: key, cosigned: cosigned) else {
            return .silent("our last checkpoint cannot be read")
        }
        switch try await hold(&dialogue, proof: proof) {
        case .cosigned(_, let lines): return .cosigned(checkpoint.note + lines)
        case .contradicted(let reason): return .contradicts(reason)
        case .failed(let reason): return .silent(reason)
        case .send: preconditionFailure("a dialogue ends with what came of it")
        }
    }
}
