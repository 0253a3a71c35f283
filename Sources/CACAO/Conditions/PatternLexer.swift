/// Cuts a condition into words.
///
/// - Source: STIX 2.1, section 9 and the committee's grammar (`STIXPattern.g4`): keywords are in capitals, texts stand
///   between single quotes, `==` and `<>` are other spellings of `=` and `!=`.
struct PatternLexer {
    static let keywords: Set<String> = [
        "AND", "OR", "NOT", "FOLLOWEDBY", "LIKE", "MATCHES", "ISSUPERSET", "ISSUBSET", "EXISTS", "LAST", "IN", "START",
        "STOP", "SECONDS", "WITHIN", "REPEATS", "TIMES",
    ]
    private static let symbols = ["==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ","]

    private let bytes: [UInt8]
    private var position = 0

    /// Every word, and an end.
    static func tokens(of text: String) throws(PatternProblem) -> [PatternToken] {
        var lexer = PatternLexer(text)
        var tokens: [PatternToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private init(_ text: String) { bytes = Array(text.utf8) }

    private mutating func next() throws(PatternProblem) -> PatternToken {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
        let start = position
        guard let byte = peek else { return PatternToken(kind: .end, range: start..<start) }
        if byte == UInt8(ascii: "'") { return token(.text(try text()), start) }
        if let symbol = Self.symbols.first(where: { isAt($0) }) {
            position += symbol.utf8.count
            return token(.symbol(symbol), start)
        }
        if let literal = try prefixed(start) { return literal }
        if byte == UInt8(ascii: "-") || isDigit(byte) { return try number(start) }
        return try word(start)
    }

    private func token(_ kind: PatternToken.Kind, _ start: Int) -> PatternToken {
        PatternToken(kind: kind, range: start..<position)
    }

    /// `t'…'`, `h'…'`, `b'…'`.
    private mutating func prefixed(_ start: Int) throws(PatternProblem) -> PatternToken? {
        guard let byte = peek, bytes.indices.contains(position + 1), bytes[position + 1] == UInt8(ascii: "'") else {
            return nil
        }
        guard "thb".utf8.contains(byte) else { return nil }
        position += 1
        let content = try text()
        return token(byte == UInt8(ascii: "t") ? .timestamp(content) : .bytes, start)
    }

    /// Between single quotes; a backslash stands before a quote or a backslash.
    private mutating func text() throws(PatternProblem) -> String {
        let start = position
        var content: [UInt8] = []
        position += 1
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "'") { return String(decoding: content, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), let escaped = peek {
                content.append(escaped)
                position += 1
            } else {
                content.append(byte)
            }
        }
        throw PatternProblem(problem: .conditionSyntax, message: "this text has no end", range: start..<bytes.count)
    }

    private mutating func number(_ start: Int) throws(PatternProblem) -> PatternToken {
        position += 1
        while let byte = peek, isDigit(byte) || ".eE".utf8.contains(byte) { position += 1 }
        let written = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int64(written) { return token(.integer(integer), start) }
        if let float = Double(written), float.isFinite { return token(.float(float), start) }
        throw PatternProblem(problem: .conditionSyntax, message: "this is no number", range: start..<position)
    }

    private mutating func word(_ start: Int) throws(PatternProblem) -> PatternToken {
        while let byte = peek, isOfPath(byte) { position += 1 }
        guard position > start else {
            // A character may have several bytes.
            let rest = String(decoding: bytes[start...], as: UTF8.self)
            let length = rest.unicodeScalars.first.map { String($0).utf8.count } ?? 1
            let message = "a condition has no such character"
            throw PatternProblem(
                problem: .conditionSyntax,
                message: message,
                range: start..<min(bytes.count, start + length),
                remedy: "texts stand between single quotes"
            )
        }
        let written = String(decoding: bytes[start..<position], as: UTF8.self)
        switch written {
        case "true": return token(.bool(true), start)
        case "false": return token(.bool(false), start)
        case _ where Self.keywords.contains(written): return token(.keyword(written), start)
        default: return token(.path(written), start)
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func isAt(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private func isOfPath(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            || "_-:.*".utf8.contains(byte)
    }
}
