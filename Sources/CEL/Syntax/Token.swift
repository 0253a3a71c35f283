/// A word of the language, and where it stands.
package struct Token: Sendable {
    package enum Kind: Sendable, Hashable {
        case identifier(String)
        /// Between backticks; allowed only after a dot.
        case quoted(String)
        /// A whole number without its sign, which the parser adds: `-9223372036854775808` is one literal.
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
        case end
    }

    package enum Symbol: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case and = "&&"
        case or = "||"
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case modulo = "%"
        case not = "!"
        case question = "?"
        case colon = ":"
        case comma = ","
        case dot = "."
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case leftBracket = "["
        case rightBracket = "]"
        case leftBrace = "{"
        case rightBrace = "}"
    }

    package let kind: Kind
    package let range: Range<Int>

    /// As a message names it.
    package var name: String {
        switch kind {
        case .identifier(let name): "'\(name)'"
        case .quoted(let name): "'`\(name)`'"
        case .int, .uint, .double: "a number"
        case .string: "a string"
        case .bytes: "a bytes literal"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end"
        }
    }
}

extension Token.Symbol {
    /// The longest symbol that these two bytes begin with, and its length.
    static func starting(with byte: UInt8, _ next: UInt8?) -> (symbol: Token.Symbol, length: Int)? {
        if let next, let double = Token.Symbol.double(byte, next) { return (double, 2) }
        return singles[byte].map { ($0, 1) }
    }

    private static func double(_ byte: UInt8, _ next: UInt8) -> Token.Symbol? {
        switch (byte, next) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
        case (UInt8(ascii: "&"), UInt8(ascii: "&")): .and
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): .or
        default: nil
        }
    }

    private static let singles: [UInt8: Token.Symbol] = Dictionary(
        uniqueKeysWithValues: allCases.filter { $0.rawValue.utf8.count == 1 }.map { symbol in
            (symbol.rawValue.utf8[symbol.rawValue.utf8.startIndex], symbol)
        }
    )
}
