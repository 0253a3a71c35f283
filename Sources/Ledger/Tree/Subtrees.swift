/// Which subtrees make up a proof, as ranges of leaves: RFC 6962, sections 2.1.1 and 2.1.2.
///
/// Each range begins where a subtree as large as it could begin, so that ``SubtreeSource`` can tell its root.
public enum Subtrees {
    /// From leaf to root.
    /// - Precondition: `index < size`.
    public static func proving(_ index: UInt64, in size: UInt64) -> [Range<UInt64>] {
        precondition(index < size, "a leaf outside the tree has no proof")
        return path(to: index, within: 0..<size)
    }

    /// That the first `old` leaves of a tree of `new` leaves are its past.
    /// - Precondition: `1 <= old <= new`.
    public static func proving(_ old: UInt64, isPastOf new: UInt64) -> [Range<UInt64>] {
        precondition(old >= 1 && old <= new, "a tree has no past beyond its size")
        return past(old, within: 0..<new, isKnown: true)
    }

    private static func path(to index: UInt64, within range: Range<UInt64>) -> [Range<UInt64>] {
        guard range.upperBound - range.lowerBound > 1 else { return [] }
        let middle = split(range)
        return index < middle
            ? path(to: index, within: range.lowerBound..<middle) + [middle..<range.upperBound]
            : path(to: index, within: middle..<range.upperBound) + [range.lowerBound..<middle]
    }

    /// `isKnown` while the range starts at the first leaf: should it be the old tree, then the verifier has its root.
    private static func past(_ old: UInt64, within range: Range<UInt64>, isKnown: Bool) -> [Range<UInt64>] {
        if old == range.upperBound { return isKnown ? [] : [range] }
        let middle = split(range)
        return old <= middle
            ? past(old, within: range.lowerBound..<middle, isKnown: isKnown) + [middle..<range.upperBound]
            : past(old, within: middle..<range.upperBound, isKnown: false) + [range.lowerBound..<middle]
    }

    /// The largest power of two below the number of leaves goes to the left.
    private static func split(_ range: Range<UInt64>) -> UInt64 {
        let last = range.upperBound - range.lowerBound - 1
        return range.lowerBound + (1 as UInt64) << UInt64(63 - last.leadingZeroBitCount)
    }
}
