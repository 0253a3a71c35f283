/// Of the strings extension: what a playbook needs to make and take apart names and topics.
/// Positions count code points.
///
/// - Source: cel-go, `ext.Strings`.
enum TextLibrary {
    static let functions: [Function] = [
        Function("lowerAscii", [.of(.member) { (text: String) in mapASCII(text, "A"..."Z", flipping: 0x20) }]),
        Function("upperAscii", [.of(.member) { (text: String) in mapASCII(text, "a"..."z", flipping: 0x20) }]),
        Function("trim", [.of(.member, trim)]),
        Function("substring", [.of(.member, suffix), .of(.member, substring)]),
        Function("indexOf", [.of(.member, indexOf).searching(), .of(.member, indexOfFrom).searching()]),
        Function("lastIndexOf", [.of(.member, lastIndexOf).searching(), .of(.member, lastIndexOfUpTo).searching()]),
        Function("charAt", [.of(.member, charAt)]),
        Function(
            "reverse",
            [.of(.member) { (text: String) in String(String.UnicodeScalarView(text.unicodeScalars.reversed())) }]
        ),
        Function("strings.quote", [.of(.global, QuoteLibrary.quoted)]),
        Function("split", [splitting, splittingAtMost]),
        Function("join", [joining, joiningWith]),
        Function(
            "replace",
            [
                .of(.member) { (text: String, old: String, new: String) in replace(text, old, new, atMost: .max) }
                    .costing(replacementCost),
                replacingAtMost.costing(replacementCost),
            ]
        ),
    ]

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
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let start = scalars.firstIndex { !isSpace($0) } ?? scalars.endIndex
        let end = scalars.lastIndex { !isSpace($0) }.map(scalars.index(after:)) ?? start
        return String(scalars[start..<end])
    }

    // MARK: Parts

    @Sendable private static func suffix(_ text: String, _ start: Int64) throws(Fault) -> String {
        try substring(text, start, Int64(text.unicodeScalars.count))
    }

    @Sendable private static func substring(_ text: String, _ start: Int64, _ end: Int64) throws(Fault) -> String {
        let scalars = text.unicodeScalars
        guard 0 <= start, start <= end, end <= scalars.count else {
            throw Fault(.indexOutOfRange, "\(start) to \(end) is not within a text of \(scalars.count)")
        }
        let first = scalars.index(scalars.startIndex, offsetBy: Int(start))
        return String(scalars[first..<scalars.index(first, offsetBy: Int(end - start))])
    }

    @Sendable private static func indexOf(_ text: String, _ part: String) throws(Fault) -> Int64 {
        try indexOfFrom(text, part, 0)
    }

    @Sendable private static func indexOfFrom(_ text: String, _ part: String, _ start: Int64) throws(Fault) -> Int64 {
        let rest = try suffix(text, start)
        guard let found = UTF8Text.firstRange(of: part, in: rest) else { return -1 }
        return start + Int64(rest.utf8.prefix(found.lowerBound).count { $0 & 0xC0 != 0x80 })
    }

    @Sendable private static func lastIndexOf(_ text: String, _ part: String) throws(Fault) -> Int64 {
        try lastIndexOfUpTo(text, part, Int64(text.unicodeScalars.count))
    }

    /// The last place at or before `end`.
    @Sendable private static func lastIndexOfUpTo(
        _ text: String,
        _ part: String,
        _ end: Int64
    ) throws(Fault) -> Int64 {
        let (scalars, wanted) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
        guard 0 <= end, end <= scalars.count else {
            throw Fault(.indexOutOfRange, "\(end) is not within a text of \(scalars.count)")
        }
        let last = min(Int(end), scalars.count - wanted.count)
        guard last >= 0 else { return -1 }
        return (0...last).last { scalars[$0...].starts(with: wanted) }.map(Int64.init) ?? -1
    }

    @Sendable private static func charAt(_ text: String, _ index: Int64) throws(Fault) -> String {
        // One past the last is the empty text, as for substring().
        let count = Int64(text.unicodeScalars.count)
        return try substring(text, index, index < count ? index + 1 : index)
    }

    // MARK: Lists

    private static let splitting = Overload(
        .member,
        [.string, .string],
        .list(.string),
        .binary { text, separator in
            guard case .string(let text) = text, case .string(let separator) = separator else { return nil }
            return .list(split(text, separator, atMost: .max))
        }
    )

    private static let splittingAtMost = Overload(.member, [.string, .string, .int], .list(.string)) { values in
        guard case .string(let text) = values[0], case .string(let separator) = values[1],
            case .int(let limit) = values[2]
        else { return nil }
        return .list(split(text, separator, atMost: limit < 0 ? .max : Int(limit)))
    }

    private static func split(_ text: String, _ separator: String, atMost limit: Int) -> [Value] {
        guard limit > 0 else { return [] }
        guard !separator.isEmpty else { return splitScalars(text, atMost: limit) }
        var parts: [Value] = []
        var start = 0
        while parts.count < limit - 1, let found = UTF8Text.firstRange(of: separator, in: text, from: start) {
            parts.append(.string(UTF8Text.slice(text, start..<found.lowerBound)))
            start = found.upperBound
        }
        return parts + [.string(UTF8Text.slice(text, start..<text.utf8.count))]
    }

    private static func splitScalars(_ text: String, atMost limit: Int) -> [Value] {
        let scalars = text.unicodeScalars
        guard scalars.count > limit else { return scalars.map { .string(String($0)) } }
        let head = scalars.prefix(limit - 1)
        return head.map { .string(String($0)) } + [.string(String(scalars.dropFirst(limit - 1)))]
    }

    private static let joining = Overload(
        .member,
        [.list(.string)],
        .string,
        .unary { list throws(Fault) in
            try join(list, "")
        }
    )

    private static let joiningWith = Overload(
        .member,
        [.list(.string), .string],
        .string,
        .binary { list, separator throws(Fault) in
            guard case .string(let separator) = separator else { return nil }
            return try join(list, separator)
        }
    ).costing { values in
        guard case .list(let elements) = values[0], case .string(let separator) = values[1] else { return 0 }
        return elements.count * (separator.utf8.count / LanguageLimits.bytesPerStep)
    }

    private static func join(_ list: Value, _ separator: String) throws(Fault) -> Value? {
        guard case .list(let elements) = list else { return nil }
        var result = ""
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                throw Fault(
                    .noSuchOverload,
                    "join() takes a list of text, but element \(index) is a \(element.typeName)"
                )
            }
            if index > 0 { result += separator }
            result += text
        }
        return .string(result)
    }

    // MARK: Replacing

    private static let replacingAtMost = Overload(
        .member,
        [.string, .string, .string, .int],
        .string
    ) { values in
        guard case .string(let text) = values[0], case .string(let old) = values[1],
            case .string(let new) = values[2], case .int(let limit) = values[3]
        else { return nil }
        return .string(replace(text, old, new, atMost: limit < 0 ? .max : Int(limit)))
    }

    /// An empty `old` is found before every code point and at the end.
    private static func replace(_ text: String, _ old: String, _ new: String, atMost limit: Int) -> String {
        var result = ""
        var (start, count) = (0, 0)
        if old.isEmpty {
            for scalar in text.unicodeScalars {
                if count < limit { result += new }
                count += 1
                result.unicodeScalars.append(scalar)
            }
            return count < limit ? result + new : result
        }
        while count < limit, let found = UTF8Text.firstRange(of: old, in: text, from: start) {
            result += UTF8Text.slice(text, start..<found.lowerBound) + new
            start = found.upperBound
            count += 1
        }
        return result + UTF8Text.slice(text, start..<text.utf8.count)
    }

    /// The longest result possible, paid before it is made.
    @Sendable private static func replacementCost(_ values: [Value]) -> Int {
        guard case .string(let text) = values[0], case .string(let old) = values[1], case .string(let new) = values[2]
        else { return 0 }
        let places = text.utf8.count / max(1, old.utf8.count) + 1
        let (bytes, overflow) = places.multipliedReportingOverflow(by: new.utf8.count)
        return overflow ? .max : bytes / LanguageLimits.bytesPerStep
    }
}
