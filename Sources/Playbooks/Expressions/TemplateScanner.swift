/// Finds the `${{ … }}` in a text.
///
/// An expression may hold `}}` itself, in a text or at the end of nested maps, so its texts, comments and braces are
/// followed while looking for its end.
struct TemplateScanner {
    struct Part {
        let isExpression: Bool
        /// Of an expression, without the braces and the white space around it.
        let text: String
        /// Where `text` begins, in bytes.
        let offset: Int
    }

    /// A `${{` without its `}}`, by its place in bytes.
    struct Unclosed: Error {
        let offset: Int
    }

    private let bytes: [UInt8]
    private var position = 0
    /// Bytes that were looked through in vain.
    private var wasted = 0

    static func contains(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: "$")) && TemplateScanner(text).opening(from: 0) != nil
    }

    static func parts(of text: String) throws(Unclosed) -> [Part] {
        var scanner = TemplateScanner(text)
        return try scanner.parts()
    }

    private init(_ text: String) { bytes = Array(text.utf8) }

    private mutating func parts() throws(Unclosed) -> [Part] {
        var parts: [Part] = []
        var start = 0
        while let opening = opening(from: start) {
            if opening > start { parts.append(literal(start..<opening)) }
            guard let end = end(from: opening + 3) else { throw Unclosed(offset: opening) }
            parts.append(expression((opening + 3)..<end))
            start = end + 2
        }
        if start < bytes.count { parts.append(literal(start..<bytes.count)) }
        return parts
    }

    private func literal(_ range: Range<Int>) -> Part {
        Part(isExpression: false, text: String(decoding: bytes[range], as: UTF8.self), offset: range.lowerBound)
    }

    private func expression(_ range: Range<Int>) -> Part {
        var range = range
        while let first = bytes[range].first, Self.isBlank(first) { range = (range.lowerBound + 1)..<range.upperBound }
        while let last = bytes[range].last, Self.isBlank(last) { range = range.lowerBound..<(range.upperBound - 1) }
        return Part(isExpression: true, text: String(decoding: bytes[range], as: UTF8.self), offset: range.lowerBound)
    }

    private func opening(from start: Int) -> Int? { find("${{", from: start) }

    /// Where the `}}` stands. Where the expression's texts do not end, the first `}}`: the expression's own compiler
    /// then says what is wrong with it.
    private mutating func end(from start: Int) -> Int? {
        // Each of thousands of expressions without an end would have the rest of the text looked through.
        guard wasted <= 64 * bytes.count else { return find("}}", from: start) }
        position = start
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}") where depth > 0: depth -= 1
            case UInt8(ascii: "}") where isAt("}}"): return position
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard skipText() else { return firstEnd(from: start) }
                continue
            case UInt8(ascii: "/") where isAt("//"):
                skipComment()
                continue
            default: break
            }
            position += 1
        }
        return firstEnd(from: start)
    }

    private mutating func firstEnd(from start: Int) -> Int? {
        wasted += bytes.count - start
        return find("}}", from: start)
    }

    /// From its first quote to behind its last.
    private mutating func skipText() -> Bool {
        let quote = bytes[position]
        let isRaw = isRawText(at: position)
        let isLong = position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote
        position += isLong ? 3 : 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\"), !isRaw {
                position += 2
            } else if bytes[position] == quote, !isLong || isTriple(quote) {
                position += isLong ? 3 : 1
                return true
            } else {
                position += 1
            }
        }
        return false
    }

    private func isTriple(_ quote: UInt8) -> Bool {
        position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote
    }

    /// Whether the letters before a quote say that a backslash is no escape: `r"…"`, `br"…"`.
    private func isRawText(at quote: Int) -> Bool {
        let letters = bytes[..<quote].reversed().prefix(3).prefix { Self.isWordPart($0) }
        guard (1...2).contains(letters.count) else { return false }
        return letters.allSatisfy { "rRbB".utf8.contains($0) } && letters.contains { "rR".utf8.contains($0) }
    }

    private mutating func skipComment() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private func find(_ text: StaticString, from start: Int) -> Int? {
        text.withUTF8Buffer { wanted in
            guard bytes.count >= wanted.count, start <= bytes.count - wanted.count else { return nil }
            return (start...(bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }
        }
    }

    fileprivate static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }
}

extension TemplateScanner {
    /// Whether a text is exactly one `${{ … }}`, white space around it aside.
    static func isOneExpression(_ text: String) -> Bool {
        do throws(Unclosed) {
            return isOneExpression(try parts(of: text))
        } catch {
            return false
        }
    }

    static func isOneExpression(_ parts: [Part]) -> Bool {
        parts.count { $0.isExpression } == 1
            && parts.allSatisfy { $0.isExpression || $0.text.utf8.allSatisfy(isBlank) }
    }
}
