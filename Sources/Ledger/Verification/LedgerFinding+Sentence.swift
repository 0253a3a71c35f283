extension LedgerFinding {
    /// For a person who has not read this code.
    public var sentence: String {
        switch self {
        case .undecodable(let entry, let why): "Entry \(entry) cannot be read: \(why.sentence)."
        case .foreign(let entry, let origin): "Entry \(entry) belongs to another log, '\(origin)'."
        case .misnumbered(let entry, let says): "In the place of entry \(entry) stands one that calls itself \(says)."
        case .hashDiffers(let entry): "Entry \(entry) was changed: it does not match the hash that was stored with it."
        case .altered(let range):
            "\(Self.someEntry(of: range)) was changed: the checkpoint over \(range.upperBound) entries was signed for "
                + "others."
        case .missing(let range):
            range.count == 1
                ? "Entry \(range.lowerBound) is missing."
                : "Entries \(range.lowerBound) to \(range.upperBound - 1) are missing."
        case .reordered(let entry, let other): "Entry \(entry) is out of order: entry \(other) stands in its place."
        case .repeated(let entry): "Entry \(entry) appears a second time, or too late."
        case .truncated(let size, let promised):
            "The end is missing: the log has \(size) entries, and its last checkpoint was signed over \(promised)."
        case .sightingRefused(let why): "A checkpoint to compare with cannot be trusted: \(why.sentence)."
        case .otherThanSeen(let size):
            "Somebody has a checkpoint over \(size) entries that are not the ones in this log: there are two histories."
        case .shorterThanSeen(let size, let seen):
            "The log has \(size) entries, and somebody has a checkpoint over \(seen): it was rolled back."
        case .privateValueDiffers(let entry, let field):
            "The \(field.rawValue) that lies beside entry \(entry) is not the one that the entry was written with."
        case .privateValueMissing(let entry):
            "What entry \(entry) says of a person is gone from beside it, and nobody had it redacted."
        case .privateValueStray(let entry):
            "A private value says that it belongs to entry \(entry), and there is no such entry."
        case .unknownKey(let entry): "Entry \(entry) hands over to a key that is not the next of the given ones."
        case .checkpointOutOfPeriod(let number):
            "Checkpoint no. \(number) is signed by a key whose time it was not, or not by every key whose it was."
        case .checkpointRefused(let number, let why): "Checkpoint no. \(number) cannot be trusted: \(why.sentence)."
        case .checkpointMalformed(let number): "Checkpoint no. \(number) is signed, but is not a checkpoint."
        case .checkpointForeign(let number, let origin):
            "Checkpoint no. \(number) belongs to another log, '\(origin)'."
        case .checkpointsShrink(let number, let from, let to):
            "Checkpoint no. \(number) covers \(to) entries, and the one before it \(from): the log was rolled back "
                + "and signed again."
        case .checkpointsDisagree(let number, let size):
            "Checkpoint no. \(number) and the one before it were signed over \(size) entries each, but not the same "
                + "ones: there are two histories."
        case .newestCheckpointDiffers:
            "What is passed around as the newest checkpoint is not the last of the log's checkpoints."
        case .unsigned(let range):
            range.lowerBound == 0
                ? "Nobody has signed any of the \(range.count) entries."
                : "Nobody has signed the last \(range.count) entries: an engine signs sooner."
        case .signerForeign(let origin): "The signer's state belongs to another log, '\(origin)'."
        case .rolledBack(let size, let signed):
            "The log has \(size) entries, and its key has signed \(signed): it was rolled back, perhaps by restoring a "
                + "backup."
        case .forked(let signed):
            "The key last signed \(signed) entries that are not the ones in this log: there are two histories."
        case .checkpointsGone(let newest, let stored):
            "Checkpoints that were signed are gone: one over \(stored) entries was stored, and "
                + (newest == 0 ? "none is left." : "the newest that is left covers \(newest).")
        case .cosignatureRefused(let why): "A cosigned checkpoint cannot be trusted: \(why.sentence)."
        case .otherThanWitnessed(let witness, let size):
            "The witness '\(witness)' saw \(size) entries that are not the ones in this log: there are two histories."
        case .shorterThanWitnessed(let witness, let size, let witnessed):
            "The log has \(size) entries, and the witness '\(witness)' saw \(witnessed): it was rolled back, perhaps by "
                + "restoring a backup."
        }
    }

    private static func someEntry(of range: Range<UInt64>) -> String {
        range.count == 1
            ? "Entry \(range.lowerBound)" : "One or more of the entries \(range.lowerBound) to \(range.upperBound - 1)"
    }
}

extension NoteRefused {
    /// Completes "it cannot be trusted: …".
    public var sentence: String {
        switch self {
        case .tooLarge: "it is too large"
        case .malformed: "it is not a signed note"
        case .badSignature(let name): "the signature of '\(name)' is wrong"
        case .noKnownSigner: "none of the given keys signed it"
        }
    }
}
