/// The matches of a pattern in a text, from left to right. None overlaps another, and an empty one right behind another
/// does not count.
struct Matches {
    struct Match {
        let whole: Range<Int>
        /// Nil for a group that took no part.
        let groups: [Range<Int>?]
    }

    let bytes: [UInt8]
    private let pattern: Pattern
    /// Where the next search begins. Beyond the end there is none.
    private var start = 0
    private var previousEnd: Int?

    init(of pattern: Pattern, in text: String) {
        self.pattern = pattern
        bytes = Array(text.utf8)
    }

    mutating func next(_ frame: inout Frame) throws(Fault) -> Match? {
        while start <= bytes.count {
            try payForSearch(&frame)
            let ranges = bytes.withUnsafeBufferPointer { pattern.firstMatch(in: $0, from: start) }
            guard let ranges else { break }
            // Within a text that has no address, since it is empty, RE2 cannot tell the place of a match.
            let whole = ranges[0] ?? start..<start
            let counts = !whole.isEmpty || whole.lowerBound != previousEnd
            previousEnd = whole.upperBound
            start = whole.upperBound > start ? whole.upperBound : characterEnd(start)
            if counts { return Match(whole: whole, groups: Array(ranges.dropFirst())) }
        }
        start = bytes.count + 1
        return nil
    }

    /// The first pays for all of the text. Those after it go on where it ended, and pay for what they may read twice: what
    /// is left of the text, unless matches are short.
    private func payForSearch(_ frame: inout Frame) throws(Fault) {
        let isFirst = start == 0
        let bytesCount = isFirst || pattern.isOpenEnded ? bytes.count - start : pattern.weight
        try frame.pay(Self.searchSteps)
        try frame.pay(searching: bytesCount, for: pattern)
    }

    /// Steps of any search, measured.
    private static let searchSteps = 20

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func characterEnd(_ index: Int) -> Int {
        var end = index + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
