package import Domain
import DurableFiles
package import Engine
import Foundation
package import Ledger
import Ports
package import StoreSQLite

// A new key for the audit log. It lies beside the old one until both have signed a checkpoint: a process that ends in the
// middle goes on there.
extension Identity {
    /// Makes the key that takes over at the next start.
    /// - Returns: its verifier key.
    package func prepareRotation(_ folder: WorkingFolder) throws(OperatorError) -> VerifierKey {
        let file = KeyFile(folder.nextAuditKey)
        guard !file.exists else {
            throw OperatorError(
                attempted: "make a new key for the audit log",
                reason: "there is one already that has not taken over yet: \(folder.nextAuditKey)",
                remedy: "restart the engine first"
            )
        }
        let bytes = SystemSurroundings.randomBytes(32)
        try file.create(bytes)
        return try key(bytes, folder).verifier
    }

    /// What is to be done at this start, where a new key lies there.
    package func rotation(
        _ folder: WorkingFolder,
        _ history: SQLiteHistory
    ) async throws(OperatorError) -> KeyRotation? {
        let file = KeyFile(folder.nextAuditKey)
        guard file.exists else { return nil }
        let next = try key(try file.read(), folder)
        let old = signingKey.verifier
        return KeyRotation(to: next, isWritten: try await isNamed(next.verifier, history)) { () throws(OperatorError) in
            try Self.complete(old, folder)
        }
    }

    /// Whoever writes into the log without an engine must not sign with the old key alone once the new one is made.
    static func demandNoRotation(_ folder: WorkingFolder, attempted: String) throws(OperatorError) {
        guard KeyFile(folder.nextAuditKey).exists else { return }
        throw OperatorError(
            attempted: attempted,
            reason: "the audit log has a new key, which takes over at the engine's next start",
            remedy: "start the engine once with 'cordon serve'"
        )
    }

    /// A process may have ended after both had signed, and before the files were moved. Then the old key's signature would be
    /// one too many.
    func completeRotation(_ folder: WorkingFolder, _ history: SQLiteHistory) async throws(OperatorError) -> Bool {
        let file = KeyFile(folder.nextAuditKey)
        guard file.exists, let last = try await history.checkpoints().last else { return false }
        let next = try key(try file.read(), folder).verifier
        guard let note = try? SignedNote(last.note), (try? note.verified(by: [next])) != nil else { return false }
        try Self.complete(signingKey.verifier, folder)
        return true
    }

    /// Whether an entry names it that no checkpoint covers yet: the first one that does is signed by both, and there is no
    /// rotation left then. The start that names it may write any number of entries after that one, a page of which is
    /// looked at a time.
    private func isNamed(_ key: VerifierKey, _ history: SQLiteHistory) async throws(OperatorError) -> Bool {
        var next = try await history.lastCheckpoint()?.size ?? 0
        while true {
            let page = try await history.entries(from: next, limit: 1_000)
            guard let last = page.last else { return false }
            let names = AuditObject(.key, key.description)
            let isThere = page.contains { raw in
                guard let entry = try? Entry(decoding: raw.bytes) else { return false }
                return entry.record.action == .keyRotated && entry.record.object == names
            }
            if isThere { return true }
            next = last.sequence + 1
        }
    }

    private func key(_ bytes: [UInt8], _ folder: WorkingFolder) throws(OperatorError) -> SigningKey {
        if let key = SigningKey(for: origin, privateKey: bytes) { return key }
        throw OperatorError(
            attempted: "load the audit log's new key \(folder.nextAuditKey)",
            reason: "it is no Ed25519 key of 32 bytes",
            remedy: "delete it, and run 'cordon audit rotate' again"
        )
    }

    /// The old key is remembered by what verifies with it, and is gone.
    private static func complete(_ old: VerifierKey, _ folder: WorkingFolder) throws(OperatorError) {
        let path = folder.retiredKeys
        let earlier = try retiredText(path)
        do throws(FileProblem) {
            if !earlier.split(separator: "\n").contains("\(old)") {
                try DurableFile.replace(path, Array("\(earlier)\(old)\n".utf8))
            }
            guard rename(folder.nextAuditKey, folder.auditKey) == 0 else {
                throw FileProblem(verb: "replace", code: errno)
            }
        } catch {
            throw OperatorError(
                attempted: "let the audit log's new key take over: \(error.verb) a file in \(folder.keys)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder has room and belongs to this user, then start the engine again"
            )
        }
    }
}
