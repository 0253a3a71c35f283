extension DoubleText {
    /// What a text is worth, infinite where it is too large. Nil where it is no number.
    ///
    /// - Source: Go, `strconv.ParseFloat`, which is what cel-go converts text with; but no underscores between digits.
    package static func value(_ text: String) -> Double? {
        let has = { (letter: Unicode.Scalar) in text.utf8.contains { $0 | 0x20 == UInt8(ascii: letter) } }
        if has("n") { return named(text) }
        // Swift lets a hexadecimal number go without its exponent.
        guard !has("x") || has("p") else { return nil }
        // Swift reads only as far as the first zero byte.
        return text.utf8.contains(0) ? nil : Double(text)
    }

    private static func named(_ text: String) -> Double? {
        switch text.lowercased() {
        case "nan": .nan
        case "inf", "+inf", "infinity", "+infinity": .infinity
        case "-inf", "-infinity": -.infinity
        default: nil
        }
    }
}
