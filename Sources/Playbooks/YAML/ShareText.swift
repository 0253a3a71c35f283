/// Parts of a whole as operators write them: `2%`, `0.5%`.
enum ShareText {
    /// Millionths, from 1 to 1,000,000; nil for anything else, and for what is smaller than a millionth.
    static func millionths(_ text: String) -> Int? {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = digits(parts[0], count: 1...3) else { return nil }
        let places = parts.count == 2 ? parts[1] : "0"
        guard let fraction = digits(places, count: 1...4) else { return nil }
        let scale = [1_000, 100, 10, 1][places.utf8.count - 1]
        let total = whole * 10_000 + fraction * scale
        return (1...1_000_000).contains(total) ? total : nil
    }

    private static func digits(_ text: Substring, count: ClosedRange<Int>) -> Int? {
        guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}

/// Times of day as operators write them: `22:00`, and `24:00` for the end of a day.
enum TimeOfDayText {
    /// Minutes after midnight, up to 24:00; nil for anything else.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), minutes < 60, hours * 60 + minutes <= 24 * 60
        else { return nil }
        return hours * 60 + minutes
    }
}
