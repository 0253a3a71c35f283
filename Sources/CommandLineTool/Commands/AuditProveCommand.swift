import ArgumentParser
import Domain
import Foundation
import Ledger
import Ports
import StoreSQLite

/// `cordon audit prove`: one entry, and the proof that it is in the log.
extension AuditCommand {
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the proof that one entry is in the log, for somebody who has nothing else of it.",
            discussion: """
                The proof is a C2SP 'tlog-proof' that brings the entry along: its bytes, the hashes from it to the root, and the \
                checkpoint that was signed over it, with the witnesses' cosignatures where there are any. \
                examples/audit-reader/check_proof.py checks it without Cordon.
                """
        )

        @Argument(help: "The number of the entry, as 'cordon audit show' prints it.")
        var entry: UInt64
        @Option(help: "A file that is not there yet, instead of the standard output.")
        var output: String?
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            let history = try folder.history()
            guard
                let raw = try await DatabaseLog(history: history, archive: settings.auditArchive)
                    .entries(from: entry, limit: 1).first, raw.sequence == entry
            else {
                throw OperatorError(
                    attempted: "prove entry \(entry)",
                    reason: "the log has no such entry",
                    remedy: "take a number from: cordon audit show"
                )
            }
            guard let checkpoint = try await history.note(over: entry) else {
                throw OperatorError(
                    attempted: "prove entry \(entry)",
                    reason: "no checkpoint covers it yet",
                    remedy: "wait ten seconds: a running engine signs one at least as often as that"
                )
            }
            let proof = try await history.inclusionProof(
                of: entry,
                in: checkpoint.size,
                older: settings.auditArchive
            )
            try check(proof, raw, checkpoint)
            try PlainFile.write(LogProof(entry: raw.bytes, proof: proof, note: checkpoint.note).text, to: output)
        }

        /// Nobody is handed a proof that proves nothing.
        private func check(
            _ proof: InclusionProof,
            _ raw: RawEntry,
            _ checkpoint: StoredCheckpoint
        ) throws(OperatorError) {
            let signed = (try? SignedNote(checkpoint.note)).flatMap { Checkpoint($0.text) }
            guard let root = signed?.root,
                (try? proof.verify(leaf: TreeHash(ofLeaf: raw.bytes), root: root)) != nil
            else {
                throw OperatorError(
                    attempted: "prove entry \(entry)",
                    reason: "the log is not the one that the checkpoint over \(checkpoint.size) entries was signed for",
                    remedy: "run: cordon audit verify"
                )
            }
        }
    }
}
