/// What is wrong with a log, and where. Entries are named by their sequence numbers, checkpoints are counted from 1.
public enum LedgerFinding: Hashable, Sendable {
    case undecodable(UInt64, EntryMalformed)
    /// An entry of another log.
    case foreign(UInt64, Origin)
    /// The entry in this place says that its place is another.
    case misnumbered(UInt64, says: UInt64)
    /// The entry does not hash to the leaf hash that was stored with it.
    case hashDiffers(UInt64)
    /// An entry in the range was changed, and its stored leaf hash, where there is one, with it. The range begins
    /// where the last good checkpoint ends.
    case altered(Range<UInt64>)
    case missing(Range<UInt64>)
    /// The entry stands later than it should; in its place stands another.
    case reordered(UInt64, inItsPlace: UInt64)
    case repeated(UInt64)
    /// The log ends before its last checkpoint does.
    case truncated(size: UInt64, promised: UInt64)

    /// What lies beside an entry is not what the entry holds a commitment to.
    case privateValueDiffers(UInt64, PrivateField)
    /// The entry holds a commitment to something that does not lie beside it, and no entry says that it was redacted.
    case privateValueMissing(UInt64)
    /// A private value gives the number of an entry that there is not.
    case privateValueStray(UInt64)
    /// The entry names a key that is not the next one.
    case unknownKey(UInt64)

    case checkpointRefused(Int, NoteRefused)
    /// Signed by a key whose time it was not, or not by all whose it was.
    case checkpointOutOfPeriod(Int)
    /// The text under the signature is no checkpoint.
    case checkpointMalformed(Int)
    case checkpointForeign(Int, Origin)
    case checkpointsShrink(Int, from: UInt64, to: UInt64)
    /// Two roots were signed for one size.
    case checkpointsDisagree(Int, size: UInt64)
    /// What is passed around as the newest checkpoint is not the last of them.
    case newestCheckpointDiffers
    /// No checkpoint covers these entries: all there are, or more than wait for one in a log that an engine wrote. Said
    /// only where the signer cannot be asked.
    case unsigned(Range<UInt64>)

    /// The signer's state is another log's.
    case signerForeign(Origin)
    /// More was signed than the log holds, though the log agrees with itself.
    case rolledBack(size: UInt64, signed: UInt64)
    /// The log agrees with its checkpoints, but the signer last signed another history.
    case forked(signed: UInt64)
    /// A checkpoint over so many entries was stored, and the newest that is left covers fewer. One that was signed last may be
    /// missing: the signer's state is kept before it.
    case checkpointsGone(newest: UInt64, stored: UInt64)

    /// A cosigned checkpoint is spoilt.
    case cosignatureRefused(NoteRefused)
    /// A witness cosigned other entries than the log has.
    case otherThanWitnessed(String, size: UInt64)
    /// A witness cosigned more entries than the log has.
    case shorterThanWitnessed(String, size: UInt64, witnessed: UInt64)

    /// A checkpoint that somebody kept is spoilt.
    case sightingRefused(NoteRefused)
    /// Somebody has a checkpoint over other entries than the log has.
    case otherThanSeen(size: UInt64)
    /// Somebody has a checkpoint over more entries than the log has.
    case shorterThanSeen(size: UInt64, seen: UInt64)

    public var verdict: Verdict {
        switch self {
        case .missing, .truncated: .incomplete
        case .checkpointsShrink, .checkpointsDisagree, .rolledBack, .forked, .checkpointsGone, .otherThanWitnessed,
            .shorterThanWitnessed, .otherThanSeen, .shorterThanSeen:
            .diverged
        case .undecodable, .foreign, .misnumbered, .hashDiffers, .altered, .reordered, .repeated, .checkpointRefused,
            .checkpointMalformed, .checkpointForeign, .signerForeign, .cosignatureRefused, .privateValueDiffers,
            .privateValueMissing, .privateValueStray, .unknownKey, .checkpointOutOfPeriod, .sightingRefused,
            .newestCheckpointDiffers, .unsigned:
            .invalid
        }
    }

    /// The first entry that is not as it should be, as far as that can be told.
    public var entry: UInt64? {
        switch self {
        case .undecodable(let entry, _), .foreign(let entry, _), .misnumbered(let entry, _), .hashDiffers(let entry),
            .reordered(let entry, _), .repeated(let entry), .truncated(let entry, _), .rolledBack(let entry, _),
            .shorterThanWitnessed(_, let entry, _), .privateValueDiffers(let entry, _),
            .privateValueMissing(let entry), .unknownKey(let entry), .shorterThanSeen(let entry, _):
            entry
        case .altered(let range), .missing(let range), .unsigned(let range): range.lowerBound
        case .checkpointRefused, .checkpointMalformed, .checkpointForeign, .checkpointsShrink, .checkpointsDisagree,
            .signerForeign, .forked, .checkpointsGone, .cosignatureRefused, .otherThanWitnessed,
            .checkpointOutOfPeriod, .sightingRefused, .otherThanSeen, .privateValueStray, .newestCheckpointDiffers:
            nil
        }
    }
}
