internal import CRE2

/// A regular expression, compiled by RE2: matching takes time linear in the text, whatever the pattern.
///
/// SAFETY: RE2 says that a compiled expression may be used by several threads at once; it is freed with this object.
package final class Pattern: @unchecked Sendable {
    private let handle: OpaquePointer
    /// Instructions, which is what a step of matching costs at worst.
    package let weight: Int
    let groupsCount: Int
    /// Whether something in it repeats without end. A search may then read to the end of a text before it is sure of a
    /// short match. Otherwise a match has at most as many bytes as there are instructions: none of them runs twice.
    let isOpenEnded: Bool

    /// Compiles a pattern, or says what is wrong with it.
    package init(_ source: String) throws(PatternFailure) {
        guard source.utf8.count <= LanguageLimits.patternBytesMax else {
            throw PatternFailure("it is longer than \(LanguageLimits.patternBytesMax) bytes")
        }
        // At worst too careful: the signs may be escaped.
        isOpenEnded =
            source.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "+") }
            || UTF8Text.contains(source, ",}")
        handle = try Self.compile(source)
        weight = Int(cel_re2_size(handle))
        groupsCount = Int(cel_re2_groups(handle))
    }

    deinit { cel_re2_free(handle) }

    private static func compile(_ source: String) throws(PatternFailure) -> OpaquePointer {
        var (source, isTooLarge) = (source, false)
        var reason = [CChar](repeating: 0, count: 200)
        let memoryMax = LanguageLimits.patternMemoryMax
        let handle = source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { pattern in
                cel_re2_new(pattern.baseAddress, pattern.count, memoryMax, &reason, reason.count, &isTooLarge)
            }
        }
        if let handle { return handle }
        let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        throw PatternFailure(String(decoding: bytes, as: UTF8.self), isTooLarge: isTooLarge)
    }

    /// Steps that compiling a text takes, as far as can be told before: a class of Unicode is a table of hundreds of ranges.
    static func steps(_ source: String) -> Int {
        let bytes = source.utf8
        let classes = zip(bytes, bytes.dropFirst()).count { sign, letter in
            sign == UInt8(ascii: "\\") && letter | 0x20 == UInt8(ascii: "p")
        }
        return LanguageLimits.patternSteps + bytes.count * LanguageLimits.stepsPerPatternByte
            + classes * LanguageLimits.stepsPerPatternClass
    }

    /// Steps that it took besides, as is known now.
    var stepsTaken: Int { weight * LanguageLimits.stepsPerInstruction }

    /// Whether some part of the text matches.
    package func isFound(in text: String) -> Bool {
        UTF8Text.withBytes(text) { isFound(utf8: $0) }
    }

    func isFound(utf8 text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.withMemoryRebound(to: CChar.self) { cel_re2_find(handle, $0.baseAddress, $0.count, 0, nil, 0) }
    }

    /// Where the first match at or after a byte offset is, and where its groups are: nil for one that took no part.
    func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>?]? {
        var spans = [cel_re2_span](repeating: cel_re2_span(start: -1, end: -1), count: groupsCount + 1)
        let isFound = text.withMemoryRebound(to: CChar.self) { text in
            cel_re2_find(handle, text.baseAddress, text.count, start, &spans, Int32(spans.count))
        }
        guard isFound else { return nil }
        return spans.map { $0.start < 0 ? nil : $0.start..<$0.end }
    }
}

/// Why a text is no pattern.
package struct PatternFailure: Error {
    let message: String
    /// Whether its program would take more memory than it may. That shows late: it is most of the work.
    let isTooLarge: Bool

    init(_ message: String, isTooLarge: Bool = false) {
        self.message = message
        self.isTooLarge = isTooLarge
    }
}
