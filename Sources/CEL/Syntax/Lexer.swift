/// Cuts a source into tokens. What it cannot read becomes a problem, and it goes on behind it.
package struct Lexer {
    let bytes: [UInt8]
    var index = 0
    var problems: [Problem] = []
    private var tokens: [Token] = []

    private init(_ source: String) { bytes = Array(source.utf8) }

    /// The tokens, the last of which is `end`, and what was wrong with the rest.
    package static func tokens(of source: String) -> (tokens: [Token], problems: [Problem]) {
        var lexer = Lexer(source)
        lexer.run()
        return (lexer.tokens, lexer.problems)
    }

    private mutating func run() {
        tokens.reserveCapacity(bytes.count / 4 + 1)
        while let byte = peek() {
            let start = index
            if Self.isSpace(byte) {
                index += 1
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while let next = peek(), next != UInt8(ascii: "\n"), next != UInt8(ascii: "\r") { index += 1 }
            } else if let kind = token(startingWith: byte) {
                tokens.append(Token(kind: kind, range: start..<index))
            }
        }
        tokens.append(Token(kind: .end, range: bytes.count..<bytes.count))
    }

    private mutating func token(startingWith byte: UInt8) -> Token.Kind? {
        if StringPrefix.mayStart(with: byte), let prefix = StringPrefix(bytes[index...]) { return string(prefix) }
        if Self.isLetter(byte) { return identifier() }
        if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) == true) { return number() }
        if byte == UInt8(ascii: "`") { return quotedIdentifier() }
        return symbol()
    }

    private mutating func identifier() -> Token.Kind {
        let start = index
        while let byte = peek(), Self.isLetter(byte) || Self.isDigit(byte) { index += 1 }
        return .identifier(text(start..<index))
    }

    private mutating func quotedIdentifier() -> Token.Kind? {
        let start = index
        index += 1
        while let byte = peek(), Self.isQuotable(byte) { index += 1 }
        guard peek() == UInt8(ascii: "`"), index > start + 1 else {
            problems.append(
                Problem(
                    .syntax,
                    "a quoted name holds letters, digits, '_', '.', '-', '/' and spaces, and ends with '`'",
                    at: start..<max(index, start + 1)
                )
            )
            return nil
        }
        index += 1
        return .quoted(text((start + 1)..<(index - 1)))
    }

    private mutating func symbol() -> Token.Kind? {
        let start = index
        if let (symbol, length) = Token.Symbol.starting(with: bytes[index], peek(1)) {
            index += length
            return .symbol(symbol)
        }
        index += 1
        // Whole characters: a message with half of one would not be text.
        while let byte = peek(), byte & 0xC0 == 0x80 { index += 1 }
        let wrong = text(start..<index)
        problems.append(
            Problem(.syntax, "unexpected character '\(wrong)'", at: start..<index, suggestion: Self.advice[wrong])
        )
        return nil
    }

    private static let advice = [
        "=": "did you mean '=='?",
        "&": "did you mean '&&'?",
        "|": "did you mean '||'?",
        "“": "use straight quotes",
        "”": "use straight quotes",
        "‘": "use straight quotes",
        "’": "use straight quotes",
        "$": "an expression is bare here, without '${{ }}'",
    ]
}

extension Lexer {
    func peek(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    /// Any range within the source: it was valid UTF-8 before it was cut, and cuts are at characters.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte) && byte != 11
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private static func isQuotable(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-./ ".utf8.contains(byte)
    }
}
