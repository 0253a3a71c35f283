/// Parts of text that match a pattern, taken out or replaced.
///
/// - Source: cel-go, `ext.Regex`.
enum RegexLibrary {
    static let functions: [Function] = [
        Function("regex.extract", [.matching([.string, .string], .optional(.string), pattern: 1, extract)]),
        Function("regex.extractAll", [.matching([.string, .string], .list(.string), pattern: 1, extractAll)]),
        Function(
            "regex.replace",
            [
                .matching([.string, .string, .string], .string, pattern: 1) { pattern, values, frame throws(Fault) in
                    try replace(pattern, values, atMost: .max, &frame)
                },
                .matching([.string, .string, .string, .int], .string, pattern: 1) {
                    pattern,
                    values,
                    frame throws(Fault) in
                    guard case .int(let limit) = values[3] else { return nil }
                    return try replace(pattern, values, atMost: limit < 0 ? .max : Int(limit), &frame)
                },
            ]
        ),
    ]

    // MARK: Extracting

    /// The group of the first match, or the match where there is no group. A group that is empty counts as none.
    @Sendable private static func extract(
        _ pattern: Pattern,
        _ values: [Value],
        _ frame: inout Frame
    ) throws(Fault) -> Value? {
        guard case .string(let text) = values[0] else { return nil }
        try checkGroups(of: pattern, "regex.extract()")
        var matches = Matches(of: pattern, in: text)
        let match = try matches.next(&frame)
        return .optional(match.flatMap { wanted(of: $0, matches) }.map { .string($0) })
    }

    @Sendable private static func extractAll(
        _ pattern: Pattern,
        _ values: [Value],
        _ frame: inout Frame
    ) throws(Fault) -> Value? {
        guard case .string(let text) = values[0] else { return nil }
        try checkGroups(of: pattern, "regex.extractAll()")
        var (matches, result): (Matches, [Value]) = (Matches(of: pattern, in: text), [])
        while let match = try matches.next(&frame) {
            if let text = wanted(of: match, matches) { result.append(.string(text)) }
        }
        return .list(result)
    }

    private static func checkGroups(of pattern: Pattern, _ function: String) throws(Fault) {
        guard pattern.groupsCount <= 1 else {
            let message =
                "\(function) takes a pattern with one group at most; write (?:…) for those that are not wanted"
            throw Fault(.badArgument, message)
        }
    }

    private static func wanted(of match: Matches.Match, _ matches: Matches) -> String? {
        guard match.groups.count > 0 else { return matches.text(match.whole) }
        let group = match.groups[0].map(matches.text) ?? ""
        return group.isEmpty ? nil : group
    }

    // MARK: Replacing

    private static func replace(
        _ pattern: Pattern,
        _ values: [Value],
        atMost limit: Int,
        _ frame: inout Frame
    ) throws(Fault) -> Value? {
        guard case .string(let text) = values[0], case .string(let replacement) = values[2] else { return nil }
        let parts = try Replacement.parts(of: replacement, groupsCount: pattern.groupsCount)
        var matches = Matches(of: pattern, in: text)
        var (result, end, count): ([UInt8], Int, Int) = ([], 0, 0)
        while count < limit, let match = try matches.next(&frame) {
            result += matches.bytes[end..<match.whole.lowerBound]
            for part in parts {
                let bytes = part.bytes(in: match, matches)
                // Paid before it is made: a text grows by more than it has.
                try frame.pay(bytes.count / LanguageLimits.bytesPerStep + 1)
                result += bytes
            }
            end = match.whole.upperBound
            count += 1
        }
        result += matches.bytes[end...]
        return .string(String(decoding: result, as: UTF8.self))
    }
}

/// A part of what stands in the place of a match.
private enum Replacement {
    case text([UInt8])
    /// 0 for the whole match.
    case group(Int)

    func bytes(in match: Matches.Match, _ matches: Matches) -> ArraySlice<UInt8> {
        switch self {
        case .text(let bytes): return bytes[...]
        case .group(0): return matches.bytes[match.whole]
        case .group(let number):
            guard let range = match.groups[number - 1] else { return [] }
            return matches.bytes[range]
        }
    }

    /// `\1` stands for a group, `\\` for a backslash.
    static func parts(of replacement: String, groupsCount: Int) throws(Fault) -> [Replacement] {
        var (parts, text): ([Replacement], [UInt8]) = ([], [])
        var bytes = replacement.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let next = bytes.next()
            if next == UInt8(ascii: "\\") {
                text.append(UInt8(ascii: "\\"))
            } else {
                let group = try group(next, replacement, groupsCount)
                parts += [.text(text), .group(group)]
                text = []
            }
        }
        return parts + [.text(text)]
    }

    private static func group(_ byte: UInt8?, _ replacement: String, _ groupsCount: Int) throws(Fault) -> Int {
        guard let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
            let message = "regex.replace() takes '\\1' for a group and '\\\\' for a backslash, not so in "
            throw Fault(.badArgument, message + Quoting.excerpt(replacement))
        }
        let number = Int(byte - UInt8(ascii: "0"))
        guard number <= groupsCount else {
            throw Fault(.badArgument, "'\\\(number)' is no group of a pattern that has \(groupsCount)")
        }
        return number
    }
}
