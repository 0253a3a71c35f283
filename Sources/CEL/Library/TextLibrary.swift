/// Of the strings extension: what a playbook needs to make and take apart names and topics.
/// Positions count code points.
///
/// - Source: cel-go, `ext.Strings`.
enum TextLibrary {
    static let functions: [Function] =
        [
            Function("lowerAscii", [.of(.member) { (text: String) in mapASCII(text, "A"..."Z", flipping: 0x20) }]),
            Function("upperAscii", [.of(.member) { (text: String) in mapASCII(text, "a"..."z", flipping: 0x20) }]),
            Function("trim", [.of(.member, trim).characterwise()]),
            Function("substring", [.of(.member, suffix), .of(.member, substring)]),
            Function("indexOf", [.of(.member, indexOf).searching(), .of(.member, indexOfFrom).searching()]),
            Function(
                "lastIndexOf",
                [.of(.member, lastIndexOf).searching(), .of(.member, lastIndexOfUpTo).searching()]
            ),
            Function("charAt", [.of(.member, charAt)]),
            Function("reverse", [.of(.member) { (text: String) in UTF8Text.reversed(text) }.characterwise()]),
            Function("strings.quote", [.of(.global, QuoteLibrary.quoted)]),
        ] + TextParts.functions

    private static func mapASCII(
        _ text: String,
        _ range: ClosedRange<Unicode.Scalar>,
        flipping bit: UInt8
    ) -> String {
        let bytes = UInt8(ascii: range.lowerBound)...UInt8(ascii: range.upperBound)
        return String(decoding: text.utf8.map { bytes.contains($0) ? $0 ^ bit : $0 }, as: UTF8.self)
    }

    @Sendable private static func trim(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let start = scalars.firstIndex { !isSpace($0) } ?? scalars.endIndex
        let end = scalars.lastIndex { !isSpace($0) }.map(scalars.index(after:)) ?? start
        return String(scalars[start..<end])
    }

    /// Unicode's White_Space. Its own table is slower than this by far.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t"..."\r", " ", "\u{85}", "\u{a0}", "\u{1680}", "\u{2000}"..."\u{200a}", "\u{2028}", "\u{2029}",
            "\u{202f}", "\u{205f}", "\u{3000}":
            true
        default: false
        }
    }

    // MARK: Parts

    @Sendable private static func suffix(_ text: String, _ start: Int64) throws(Fault) -> String {
        guard let first = UTF8Text.offset(of: start, in: text) else { throw outOfRange(start, text) }
        return UTF8Text.slice(text, first..<text.utf8.count)
    }

    @Sendable private static func substring(_ text: String, _ start: Int64, _ end: Int64) throws(Fault) -> String {
        guard 0 <= start, start <= end, let first = UTF8Text.offset(of: start, in: text),
            let last = UTF8Text.offset(of: end - start, in: text, from: first)
        else {
            throw Fault(.indexOutOfRange, "\(start) to \(end) is not within a text of \(UTF8Text.count(text))")
        }
        return UTF8Text.slice(text, first..<last)
    }

    @Sendable private static func charAt(_ text: String, _ index: Int64) throws(Fault) -> String {
        guard let first = UTF8Text.offset(of: index, in: text) else { throw outOfRange(index, text) }
        // One past the last is the empty text, as for substring().
        return UTF8Text.slice(text, first..<(UTF8Text.offset(of: 1, in: text, from: first) ?? first))
    }

    private static func outOfRange(_ index: Int64, _ text: String) -> Fault {
        Fault(.indexOutOfRange, "\(index) is not within a text of \(UTF8Text.count(text))")
    }

    // MARK: Searching

    @Sendable private static func indexOf(_ text: String, _ part: String) throws(Fault) -> Int64 {
        try indexOfFrom(text, part, 0)
    }

    @Sendable private static func indexOfFrom(_ text: String, _ part: String, _ start: Int64) throws(Fault) -> Int64 {
        guard let first = UTF8Text.offset(of: start, in: text) else { throw outOfRange(start, text) }
        guard let found = UTF8Text.firstRange(of: part, in: text, from: first) else { return -1 }
        return UTF8Text.position(of: found.lowerBound, in: text)
    }

    @Sendable private static func lastIndexOf(_ text: String, _ part: String) throws(Fault) -> Int64 {
        lastIndex(text, part, upTo: text.utf8.count)
    }

    /// The last place at or before `end`.
    @Sendable private static func lastIndexOfUpTo(
        _ text: String,
        _ part: String,
        _ end: Int64
    ) throws(Fault) -> Int64 {
        guard let limit = UTF8Text.offset(of: end, in: text) else { throw outOfRange(end, text) }
        return lastIndex(text, part, upTo: limit)
    }

    private static func lastIndex(_ text: String, _ part: String, upTo limit: Int) -> Int64 {
        guard let found = UTF8Text.lastOffset(of: part, in: text, upTo: limit) else { return -1 }
        return UTF8Text.position(of: found, in: text)
    }
}

extension Overload {
    /// Costs what looking at one character after the other takes, measured: four times as much as reading bytes.
    fileprivate func characterwise() -> Overload { costing { 3 * $0[0].shallowCost } }
}
