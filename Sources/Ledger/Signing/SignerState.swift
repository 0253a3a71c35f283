/// The last checkpoint that a log's key signed.
///
/// The caller keeps it outside of the log's database, so that a database restored from a backup is noticed: write it,
/// and flush it, before the checkpoint goes anywhere.
///
/// - Shape: the line `cordon-signer-state/1`, then the three lines of the checkpoint.
/// - Errors: ``init(_:)`` returns `nil` for any other text.
public struct SignerState: Hashable, Sendable {
    public let last: Checkpoint

    private static let header = "cordon-signer-state/1\n"

    init(last: Checkpoint) { self.last = last }

    /// Before anything was signed: written once, when the key is made. There is no state "unknown": a state that got
    /// lost is for a person to look into.
    public static func beginning(of origin: Origin) -> Self { Self(last: Checkpoint(of: MerkleTree(), origin: origin)) }

    public init?(_ text: String) {
        guard
            text.utf8.starts(with: Self.header.utf8),
            let last = Checkpoint(String(text.unicodeScalars.dropFirst(Self.header.utf8.count))),
            last.extensions.isEmpty
        else { return nil }
        self.last = last
    }

    public var text: String { Self.header + last.text }
}
