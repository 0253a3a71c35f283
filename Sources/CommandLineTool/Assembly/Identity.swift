package import Domain
package import Engine
import Foundation
package import Ledger

/// Who this installation is: the key that makes step keys, the key that signs the audit log, and what it signed last.
///
/// Made by `cordon init`, and by the first start where it was not. Never overwritten: a lost key is for a person to look
/// into, because a new one would make the old log look forged.
package struct Identity: Sendable {
    let installationKey: [UInt8]
    package let origin: Origin
    let signingKey: SigningKey
    /// Of the keys that signed before it, in the order of their use.
    let retired: [VerifierKey]
    /// Of the key that takes over, or is about to: its entry may be written, though it has signed nothing yet.
    let next: VerifierKey?
    package let signed: SignerState
    let keeper: SignerStateFile

    /// Every key that signed the log, in the order of their use. A process may have ended between the two files of a handover.
    package var verifierKeys: [VerifierKey] {
        retired.filter { $0 != signingKey.verifier } + [signingKey.verifier]
    }

    /// Those that the log may name by now.
    package var keysOfLog: [VerifierKey] { verifierKeys + [next].compactMap(\.self) }

    /// As the engine gets it.
    package func ledger(node: String, rotation: KeyRotation? = nil) -> LedgerIdentity {
        LedgerIdentity(
            origin: origin,
            node: node,
            key: signingKey,
            signed: signed,
            keeper: keeper,
            rotation: rotation
        )
    }

    private static let keyBytes = 32

    package static func loadOrCreate(_ settings: Settings) throws(OperatorError) -> Self {
        let folder = settings.folder
        try WorkingFolder.makePrivate(folder.keys)
        try WorkingFolder.makePrivate(settings.state)
        let installation = try key(folder.installationKey)
        let origin = try origin(of: installation)
        guard let signingKey = SigningKey(for: origin, privateKey: try key(folder.auditKey)) else {
            throw OperatorError(
                attempted: "load the audit log's key \(folder.auditKey)",
                reason: "it is no Ed25519 key of 32 bytes",
                remedy: "restore it from a backup"
            )
        }
        let keeper = SignerStateFile(path: "\(settings.state)/signer-state")
        let database = try? FileManager.default.attributesOfItem(atPath: settings.database)
        // An empty file is none yet.
        let hasLog = (database?[.size] as? NSNumber)?.intValue ?? 0 > 0
        let signed = try loadState(keeper, origin, hasLog: hasLog)
        return Self(
            installationKey: installation,
            origin: origin,
            signingKey: signingKey,
            retired: try retiredKeys(folder.retiredKeys),
            next: nextKey(folder, origin),
            signed: signed,
            keeper: keeper
        )
    }

    /// For a reader: nothing is made.
    static func load(_ settings: Settings) throws(OperatorError) -> Self {
        let folder = settings.folder
        guard KeyFile(folder.installationKey).exists, KeyFile(folder.auditKey).exists else {
            throw OperatorError(
                attempted: "load the keys of \(folder.keys)",
                reason: "they are missing",
                remedy: "run this in the folder that 'cordon init' made, or name it with --folder"
            )
        }
        return try loadOrCreate(settings)
    }

    /// The log's name: the same for the life of the installation, and not another's.
    static func origin(of installationKey: [UInt8]) throws(OperatorError) -> Origin {
        let fingerprint = Digest(ofParts: "origin", Digest(of: installationKey).description).description.prefix(16)
        guard let origin = Origin("cordon.local/\(fingerprint)") else {
            preconditionFailure("hexadecimal digits make an origin")
        }
        return origin
    }

    private static func key(_ path: String) throws(OperatorError) -> [UInt8] {
        let file = KeyFile(path)
        if !file.exists { try file.create(SystemSurroundings.randomBytes(keyBytes)) }
        let key = try file.read()
        guard key.count == keyBytes else {
            throw OperatorError(
                attempted: "load the key \(path)",
                reason: "it has \(key.count) bytes, and \(keyBytes) were written",
                remedy: "restore it from a backup"
            )
        }
        return key
    }

    /// One that cannot be read is said where it is to take over.
    private static func nextKey(_ folder: WorkingFolder, _ origin: Origin) -> VerifierKey? {
        let file = KeyFile(folder.nextAuditKey)
        guard file.exists, let bytes = try? file.read() else { return nil }
        return SigningKey(for: origin, privateKey: bytes)?.verifier
    }

    /// It is added to, so that one that cannot be read must not pass for one that is not there.
    static func retiredText(_ path: String) throws(OperatorError) -> String {
        try KeptFile.text(path, "read the retired keys of the audit log in \(path)") ?? ""
    }

    private static func retiredKeys(_ path: String) throws(OperatorError) -> [VerifierKey] {
        try retiredText(path).split(separator: "\n").map { line throws(OperatorError) in
            if let key = VerifierKey(String(line)) { return key }
            throw OperatorError(
                attempted: "read the retired keys of the audit log in \(path)",
                reason: "'\(line)' is no verifier key",
                remedy: "restore it from a backup: entries 'key.rotated' of the log name the same keys"
            )
        }
    }

    /// A state is made with the log. A log without one may have been put back from a backup.
    private static func loadState(
        _ keeper: SignerStateFile,
        _ origin: Origin,
        hasLog: Bool
    ) throws(OperatorError) -> SignerState {
        if let state = try keeper.load() {
            guard hasLog || state.last.size == 0 else {
                throw OperatorError(
                    attempted: "open the database",
                    reason:
                        "it is not there, or is empty, and the audit log in it had \(state.last.size) entries that are signed",
                    remedy: "restore it from a backup that is as new as the signer's state \(keeper.path)"
                )
            }
            return state
        }
        guard !hasLog else {
            throw OperatorError(
                attempted: "read the signer's state \(keeper.path)",
                reason: "it is missing, and there is an audit log already",
                remedy: "restore it from a backup that is as new as the database"
            )
        }
        let state = SignerState.beginning(of: origin)
        try KeyFile(keeper.path).create(state.text.utf8)
        return state
    }
}
