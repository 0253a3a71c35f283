import Domain
import Ledger

/// A log as a store holds it: entries, checkpoints, and the state of the signer.
struct SignedLog {
    struct Row {
        var sequence: UInt64
        var bytes: [UInt8]
        var leafHash: TreeHash?
    }

    var rows: [Row] = []
    var checkpoints: [String] = []
    var signer = SignerState.beginning(of: Samples.plant)
    let key = Samples.key()

    /// So many entries, and a checkpoint after every so many, and at the end.
    init(entries: Int, checkpointEvery interval: Int, records: (Int) -> AuditRecord = Samples.record) throws {
        var writer = try LedgerWriter(origin: Samples.plant, node: "node-1", log: StoredLog(), signed: signer)
        var pen = try CheckpointSigner(key: key, state: signer, tree: writer.covered)
        for number in 0..<entries {
            let stored = writer.append([records(number)], salting: Samples.salt)[0]
            rows.append(Row(sequence: stored.sequence, bytes: stored.bytes, leafHash: stored.leafHash))
            guard (number + 1).isMultiple(of: interval) || number + 1 == entries else { continue }
            let prepared = try pen.prepare(writer.tree, since: writer.uncovered)
            signer = prepared.state
            let note = try pen.sign(prepared)
            writer.cover(pen.state.last, at: Samples.start)
            checkpoints.append(note.description)
            pen.noteStored(writer.covered.size)
        }
    }

    /// As a store without the leaf hashes would hand it out.
    func withoutLeafHashes() -> Self {
        var log = self
        for index in log.rows.indices { log.rows[index].leafHash = nil }
        return log
    }

    /// A verifier that has been handed all checkpoints, and no entry.
    func verifier(
        origin: Origin = Samples.plant,
        signer: SignerState?,
        limits: Limits = Limits()
    ) -> LedgerVerifier {
        var verifier = LedgerVerifier(origin: origin, keys: [key.verifier], signer: signer, limits: limits)
        for checkpoint in checkpoints { verifier.take(checkpoint: checkpoint) }
        return verifier
    }

    func verified(origin: Origin = Samples.plant) -> VerificationReport {
        verified(by: verifier(origin: origin, signer: signer))
    }

    func verifiedWithoutSigner() -> VerificationReport { verified(by: verifier(signer: nil)) }

    func verified(by verifier: LedgerVerifier) -> VerificationReport {
        var verifier = verifier
        for row in rows { verifier.take(row) }
        return verifier.finish()
    }
}

extension LedgerVerifier {
    mutating func take(_ row: SignedLog.Row) { take(entry: row.sequence, bytes: row.bytes, leafHash: row.leafHash) }
}
