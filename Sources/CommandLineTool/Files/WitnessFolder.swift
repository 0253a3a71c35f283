package import Domain
import DurableFiles
import Foundation
package import Ledger
import Witness

/// What a witness keeps: its key, and for each log a file with what it cosigned last, and what it did not cosign.
package struct WitnessFolder: WitnessKeeper {
    /// Each is small, but whoever has notes that a log signed can send them: an old one here is no reason to fill the disk.
    private static let evidenceFilesMax = 1_000
    private static let keyBytes = 32

    private let root: String
    private let lock: FolderLock

    /// Makes the folder where there is none.
    /// - Returns: `nil` where another process works on it.
    package static func open(_ root: String) throws(OperatorError) -> Self? {
        let root = WorkingFolder(root).root
        for path in [root, "\(root)/logs", "\(root)/evidence"] { try WorkingFolder.makePrivate(path) }
        guard let lock = try FolderLock.take("\(root)/witness.lock") else { return nil }
        return Self(root: root, lock: lock)
    }

    /// The key, made at the first start. `name` is what the witness calls itself then.
    package func key(name: String?) throws(OperatorError) -> WitnessSigningKey {
        let file = KeyFile("\(root)/witness.key")
        if !file.exists {
            guard try logFiles().isEmpty else {
                throw wrong("load the witness's key \(file.path)", "it is missing, and there are logs that it cosigned")
            }
            let key = try Self.newKey(name)
            try file.create("\(key.secretText)\n".utf8)
        }
        let text = String(decoding: try file.read(), as: UTF8.self).trimmingCharacters(in: .newlines)
        guard let key = WitnessSigningKey(text) else {
            throw wrong("load the witness's key \(file.path)", "it is not in the form that Cordon writes")
        }
        if let name, name != key.witness.name {
            throw OperatorError(
                attempted: "call the witness '\(name)'",
                reason: "its key has the name '\(key.witness.name)'",
                remedy: "leave --name out; another name is another witness, in a folder of its own"
            )
        }
        return key
    }

    private static func newKey(_ name: String?) throws(OperatorError) -> WitnessSigningKey {
        let bytes = SystemSurroundings.randomBytes(keyBytes)
        let fingerprint = Digest(ofParts: "witness", Digest(of: bytes).description).description.prefix(16)
        let name = name ?? "cordon.local/witness-\(fingerprint)"
        guard let key = WitnessSigningKey(name: name, privateKey: bytes) else {
            throw OperatorError(
                attempted: "call the witness '\(name)'",
                reason: "a name holds no space and no +",
                remedy: "use something like witness.example.com/plant-7"
            )
        }
        return key
    }

    /// The log of these keys, as far as it was seen.
    package func log(_ keys: [VerifierKey]) throws(OperatorError) -> WitnessedLog {
        guard var log = WitnessedLog(keys: keys) else {
            throw OperatorError(
                attempted: "watch the log '\(keys.first?.name ?? "")'",
                reason: "that is no name of a log: \(Origin.rule)",
                remedy: "give the key as 'cordon audit key' prints it"
            )
        }
        let path = path(of: log.origin)
        guard FileManager.default.fileExists(atPath: path) else { return log }
        guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }),
            let sighting = WitnessedLog.Sighting(text), log.resume(sighting)
        else {
            throw wrong(
                "go on with the log '\(log.origin)' from \(path)",
                "the file is damaged, or its checkpoint is signed by none of the keys that were given"
            )
        }
        return log
    }

    package func keep(_ sighting: WitnessedLog.Sighting) throws(OperatorError) {
        let path = path(of: sighting.checkpoint.origin)
        do throws(FileProblem) {
            try DurableFile.replace(path, Array(sighting.text.utf8))
        } catch {
            throw OperatorError(
                attempted: "keep the checkpoint \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder has room and belongs to this user"
            )
        }
    }

    package func keep(_ evidence: WitnessEvidence) throws(OperatorError) -> String {
        let seen = evidence.seen.map { "\($0)" } ?? "nothing\n"
        let text = "What the witness had cosigned:\n\n\(seen)\nWhat it was shown then:\n\n\(evidence.shown)"
        let name = Digest(ofParts: evidence.seen?.text ?? "", evidence.shown.text).description.prefix(32)
        let file = KeyFile("\(root)/evidence/\(name).txt")
        guard !file.exists else { return file.path }
        let files = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/evidence")
        guard files?.count ?? 0 < Self.evidenceFilesMax else {
            throw OperatorError(
                attempted: "keep the two notes in \(root)/evidence",
                reason: "there are \(Self.evidenceFilesMax) files already",
                remedy: "look into them, and move them elsewhere"
            )
        }
        try file.create(text.utf8)
        return file.path
    }

    /// An origin may hold slashes and more, so a file's name is made from its digest.
    private func path(of origin: Origin) -> String {
        "\(root)/logs/\(Digest(of: origin.description.utf8).description.prefix(32))"
    }

    private func logFiles() throws(OperatorError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "\(root)/logs")
        } catch {
            throw wrong("read the folder \(root)/logs", error.localizedDescription)
        }
    }

    private func wrong(_ attempted: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: attempted,
            reason: reason,
            remedy:
                "restore it from a backup that is as new; else start a new witness in an empty folder, which has a new key"
        )
    }
}
