/// How a string literal begins: `"`, `r'''`, `b"`, `br"` and so on.
struct StringPrefix {
    let isBytes: Bool
    let isRaw: Bool
    let quote: UInt8
    let isTriple: Bool
    /// Of the letters and the opening quotes.
    let length: Int

    /// Whether it is worth a look.
    static func mayStart(with byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            || byte | 0x20 == UInt8(ascii: "r") || byte | 0x20 == UInt8(ascii: "b")
    }

    /// Nil where no string begins.
    init?(_ bytes: ArraySlice<UInt8>) {
        let letters = bytes.prefix(2).prefix { [UInt8(ascii: "r"), UInt8(ascii: "b")].contains($0 | 0x20) }
        let rest = bytes[letters.endIndex...]
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let lowercased = letters.map { $0 | 0x20 }
        guard lowercased.count < 2 || lowercased == [UInt8(ascii: "b"), UInt8(ascii: "r")] else { return nil }
        self.quote = quote
        isBytes = lowercased.contains(UInt8(ascii: "b"))
        isRaw = lowercased.contains(UInt8(ascii: "r"))
        isTriple = rest.starts(with: [quote, quote, quote])
        length = letters.count + (isTriple ? 3 : 1)
    }
}
