public import Domain

/// What a ``LedgerVerifier`` found.
public struct VerificationReport: Hashable, Sendable {
    /// The first thing wrong with the entries, with the checkpoints, with the signer's state and with what others saw,
    /// in this order, where there is one; where there is none, that too little is signed, or the first thing wrong with
    /// what lies beside the log.
    public let findings: [LedgerFinding]
    /// Entries that were read.
    public let entries: UInt64
    /// Entries that a good checkpoint covers.
    public let covered: UInt64
    /// Checkpoints that agree with the entries.
    public let checkpoints: Int
    /// Up to where the log is as each witness saw it, of those that were asked about and that saw it.
    public let witnesses: [WitnessedSize]

    /// The first thing wrong with the entries, as far as that can be told.
    public var firstBadEntry: UInt64? { findings.compactMap(\.entry).min() }

    public var verdict: Verdict { findings.map(\.verdict).max() ?? .sound }

    /// Entries after the last good checkpoint: nothing vouches for them yet.
    public var uncovered: UInt64 { entries > covered ? entries - covered : 0 }

    /// For a person: one sentence for each finding, or one that says that there is none.
    public var sentences: [String] {
        guard findings.isEmpty else { return findings.map(\.sentence) }
        let waiting =
            switch uncovered {
            case 0: ""
            case 1: " The last entry is not yet covered by a checkpoint."
            default: " The last \(uncovered) are not yet covered by a checkpoint."
            }
        let signed = checkpoints == 1 ? "1 checkpoint" : "\(checkpoints) checkpoints"
        return ["The log is sound: \(entries) entries, \(signed).\(waiting)"]
    }
}

/// The largest tree of the log that a witness cosigned.
public struct WitnessedSize: Hashable, Sendable {
    public let name: String
    public let size: UInt64
    /// By the witness's clock.
    public let time: Instant

    public init(name: String, size: UInt64, time: Instant) {
        self.name = name
        self.size = size
        self.time = time
    }
}
