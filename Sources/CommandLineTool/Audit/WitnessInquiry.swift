import Domain
import Ledger
import Ports
import StoreSQLite
import Witness

/// Asks a witness what it saw of this installation's log.
struct WitnessInquiry {
    /// As long as a working engine needs to show its witness a checkpoint, and a little more.
    private static let patience: Duration = .seconds(6)
    private static let pause: Duration = .milliseconds(100)

    let settings: Settings
    let history: SQLiteHistory
    let surroundings: any Surroundings

    func ask(_ witness: WitnessConnection) async throws(OperatorError) -> WitnessWord {
        try await letTheEngineShow(witness)
        guard var newest = try await history.lastCheckpoint() else { return .silent("the log has no checkpoint yet") }
        var word = try await word(of: witness, on: newest)
        // An engine may have shown it one that it signed meanwhile: asked about that one, it contradicts only what it must.
        while case .contradicts = word, let newer = try await history.lastCheckpoint(), newer.size > newest.size {
            newest = newer
            word = try await self.word(of: witness, on: newest)
        }
        return word
    }

    private func word(
        of witness: WitnessConnection,
        on checkpoint: StoredCheckpoint
    ) async throws(OperatorError) -> WitnessWord {
        let cosigned = try await history.lastCosignature(by: witness.key)?.size ?? 0
        return try await witness.word(on: checkpoint, cosigned: cosigned) { (old, new) throws(OperatorError) in
            try await history.consistencyProof(from: old, to: new, older: settings.archiveFolder)
        }
    }

    /// Two that show the checkpoints of one log can overtake each other, which looks like a rollback to the witness. So an
    /// engine that works on the folder goes first; one that does not come to it is not waited for.
    private func letTheEngineShow(_ witness: WitnessConnection) async throws(OperatorError) {
        let until = surroundings.now() + Self.patience
        while surroundings.now() < until, try settings.lock() == nil {
            let cosigned = try await history.lastCosignature(by: witness.key)?.size ?? 0
            if try await history.lastCheckpoint()?.size ?? 0 <= cosigned { return }
            await surroundings.sleep(until: surroundings.now() + Self.pause)
        }
    }
}
