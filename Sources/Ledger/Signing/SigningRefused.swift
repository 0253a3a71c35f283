/// Why a checkpoint is not signed: signing it would say something else than an earlier one said.
public enum SigningRefused: Error, Hashable, Sendable {
    /// The state or the key is another log's.
    case otherLog(Origin)
    /// The log has fewer entries than were signed: a database restored from a backup, or cut.
    case shorterThanSigned(size: UInt64, signed: UInt64)
    /// The entries that were signed are not those of the log: it was rewritten, or is a copy that went its own way.
    case otherPast(signed: UInt64)
    /// The leaf hashes that were handed in do not lead from what was signed to the tree.
    case unexplained(size: UInt64)
    /// Another checkpoint was signed since this one was prepared.
    case overtaken
    /// The cryptographic library failed.
    case libraryFailed

    /// Completes "could not sign a checkpoint: …".
    public var sentence: String {
        switch self {
        case .otherLog(let origin):
            "the signer's state belongs to the log '\(origin)'"
        case .shorterThanSigned(let size, let signed):
            "the log has \(size) entries, and \(signed) were signed already: was a backup restored?"
        case .otherPast(let signed):
            "the first \(signed) entries are not the ones that were signed"
        case .unexplained(let size):
            "the entries up to \(size) do not follow from those that were signed"
        case .overtaken:
            "another checkpoint was signed in the meantime"
        case .libraryFailed:
            "the cryptographic library could not sign"
        }
    }
}
