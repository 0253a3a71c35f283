extension Lexer {
    /// Any string or bytes literal, from its prefix to its closing quote.
    mutating func string(_ prefix: StringPrefix) -> Token.Kind? {
        let start = index
        index += prefix.length
        var content: [UInt8] = []
        while let byte = peek() {
            if closes(prefix) {
                index += prefix.isTriple ? 3 : 1
                return prefix.isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
            }
            if !prefix.isTriple, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if byte == UInt8(ascii: "\\"), !prefix.isRaw {
                escape(into: &content, isBytes: prefix.isBytes)
            } else if byte == UInt8(ascii: "\r") {
                // However a file ends its lines, a text has one way to.
                content.append(UInt8(ascii: "\n"))
                index += peek(1) == UInt8(ascii: "\n") ? 2 : 1
            } else {
                content.append(byte)
                index += 1
            }
        }
        let closing = String(repeating: text(at: prefix.quote), count: prefix.isTriple ? 3 : 1)
        problems.append(Problem(.syntax, "this string does not end", at: start..<index, suggestion: "add \(closing)"))
        return nil
    }

    /// A line may end in other ways where an expression was written; the text is the same.
    private mutating func newline(into content: inout [UInt8]) {
        index += peek(1) == UInt8(ascii: "\n") ? 2 : 1
        content.append(UInt8(ascii: "\n"))
    }

    private func closes(_ prefix: StringPrefix) -> Bool {
        guard peek() == prefix.quote else { return false }
        return !prefix.isTriple || (peek(1) == prefix.quote && peek(2) == prefix.quote)
    }

    private func text(at byte: UInt8) -> String { String(Unicode.Scalar(byte)) }

    /// One escape, from its backslash on.
    private mutating func escape(into content: inout [UInt8], isBytes: Bool) {
        let start = index
        guard let letter = peek(1) else {
            index += 1
            return
        }
        index += 2
        if let simple = Self.simpleEscapes[letter] {
            content.append(simple)
        } else if let value = numericEscape(letter), append(value, letter, to: &content, isBytes: isBytes) {
            return
        } else {
            problems.append(
                Problem(
                    .syntax,
                    "'\(text(start..<min(index, bytes.count)))' is not an escape",
                    at: start..<index,
                    suggestion: "write '\\\\' for a backslash, or put an 'r' before the string"
                )
            )
        }
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "?"): UInt8(ascii: "?"), UInt8(ascii: "\""): UInt8(ascii: "\""),
        UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "`"): UInt8(ascii: "`"),
    ]

    private mutating func numericEscape(_ letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return digits(2, radix: 16)
        case UInt8(ascii: "u"): return digits(4, radix: 16)
        case UInt8(ascii: "U"): return digits(8, radix: 16)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            index -= 1
            return digits(3, radix: 8)
        default: return nil
        }
    }

    private mutating func digits(_ count: Int, radix: UInt32) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = peek(), let digit = Self.hexValue(byte), digit < radix else { return nil }
            value = value &* radix &+ digit
            index += 1
        }
        return value
    }

    /// In bytes, `\x` and octal stand for a byte and `\u` for nothing; in text all of them stand for a code point.
    private func append(_ value: UInt32, _ letter: UInt8, to content: inout [UInt8], isBytes: Bool) -> Bool {
        if isBytes {
            guard letter | 0x20 != UInt8(ascii: "u") else { return false }
            content.append(UInt8(truncatingIfNeeded: value))
            return true
        }
        guard let scalar = Unicode.Scalar(value) else { return false }
        content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        return true
    }
}
