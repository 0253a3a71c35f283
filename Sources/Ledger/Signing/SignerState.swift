/// The last checkpoint that a log's key signed, and how far those reach that were stored by then.
///
/// The caller keeps it outside of the log's database, so that a database restored from a backup is noticed, and one from which
/// checkpoints were deleted: write it, and flush it, before the checkpoint goes anywhere.
///
/// - Shape: the line `cordon-signer-state/2`, a line `stored` with a decimal size, then the three lines of the checkpoint.
///   Earlier versions wrote `cordon-signer-state/1`, and nothing of what was stored.
/// - Errors: ``init(_:)`` returns `nil` for any other text.
public struct SignerState: Hashable, Sendable {
    public let last: Checkpoint
    /// How many entries the newest checkpoint covers that was durable in the database by then. The last one never is: it is
    /// signed after this state is kept, and a crash may lose it.
    public let stored: UInt64

    private static let header = "cordon-signer-state/2"
    private static let formerHeader = "cordon-signer-state/1"
    private static let storedMark = "stored "

    init(last: Checkpoint, stored: UInt64) {
        precondition(stored <= last.size, "what was stored was signed before")
        self.last = last
        self.stored = stored
    }

    /// Before anything was signed: written once, when the key is made. There is no state "unknown": a state that got
    /// lost is for a person to look into.
    public static func beginning(of origin: Origin) -> Self {
        Self(last: Checkpoint(of: MerkleTree(), origin: origin), stored: 0)
    }

    public init?(_ text: String) {
        guard let (header, rest) = Self.firstLine(of: text) else { return nil }
        switch header {
        case Self.formerHeader: self.init(checkpoint: rest, stored: 0)
        case Self.header:
            guard let (line, rest) = Self.firstLine(of: rest), line.hasPrefix(Self.storedMark),
                let stored = UInt64(line.dropFirst(Self.storedMark.count)), line == "\(Self.storedMark)\(stored)"
            else { return nil }
            self.init(checkpoint: rest, stored: stored)
        default: return nil
        }
    }

    private init?(checkpoint text: String, stored: UInt64) {
        guard let last = Checkpoint(text), last.extensions.isEmpty, stored <= last.size else { return nil }
        self.init(last: last, stored: stored)
    }

    /// The line without its line feed, and what stands behind that.
    private static func firstLine(of text: String) -> (line: String, rest: String)? {
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    public var text: String { "\(Self.header)\n\(Self.storedMark)\(stored)\n\(last.text)" }
}
