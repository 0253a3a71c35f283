extension TimeSpan: CustomStringConvertible {
    /// Seconds with as many decimals as it takes: `1000000s`, `1.5s`, `-0.000000001s`.
    public var description: String {
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let sign = nanoseconds < 0 ? "-" : ""
        guard rest != 0 else { return "\(sign)\(seconds)s" }
        var digits = String(String(rest + 1_000_000_000).dropFirst())
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(seconds).\(digits)s"
    }

    /// Micro has two spellings: the sign of its own, U+00B5, and the Greek letter, U+03BC.
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1000), ("\u{b5}s", 1000), ("\u{3bc}s", 1000), ("ms", 1_000_000),
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ]

    /// Parses numbers with units, as in `1h30m`, `1.5s`, `-250ms`; a `0` alone needs none. Nil for anything else and
    /// for a span that does not fit. What is below a nanosecond is cut off.
    ///
    /// - Source: Go, `time.ParseDuration`, which is what cel-go reads durations with.
    public init?(_ text: String) {
        var scanner = ByteScanner(text)
        let negative = scanner.take("-")
        if !negative { _ = scanner.take("+") }
        guard !scanner.isOnlyZeroLeft else {
            nanoseconds = 0
            return
        }
        var total: Int128 = 0
        repeat {
            guard let part = Self.scanPart(&scanner) else { return nil }
            total += part
            guard total <= Int128(Int64.max) + 1 else { return nil }
        } while !scanner.isAtEnd
        guard let exact = Int64(exactly: negative ? -total : total) else { return nil }
        nanoseconds = exact
    }

    /// A number and its unit, in nanoseconds: at most 2^63 hours.
    private static func scanPart(_ scanner: inout ByteScanner) -> Int128? {
        guard let number = scanNumber(&scanner), let unit = units.first(where: { scanner.take($0.name) }) else {
            return nil
        }
        let scale = Int128(unit.nanoseconds)
        return number.whole * scale + number.fraction * scale / fractionScale
    }

    /// Decimals that count: one more would not fit beside the largest unit.
    private static let fractionScale: Int128 = 1_000_000_000_000_000_000

    /// Digits, a point, digits; either may be missing, but not both. The fraction is in parts of ``fractionScale``.
    private static func scanNumber(_ scanner: inout ByteScanner) -> (whole: Int128, fraction: Int128)? {
        var (whole, fraction, count) = (Int128(0), Int128(0), 0)
        while let digit = scanner.digit() {
            whole = whole * 10 + Int128(digit)
            count += 1
            guard whole <= Int128(Int64.max) + 1 else { return nil }
        }
        guard scanner.take(".") else { return count > 0 ? (whole, 0) : nil }
        var place = fractionScale
        while let digit = scanner.digit() {
            count += 1
            place /= 10
            fraction += Int128(digit) * place
        }
        return count > 0 ? (whole, fraction) : nil
    }
}

extension ByteScanner {
    fileprivate var isOnlyZeroLeft: Bool {
        var rest = self
        return rest.take("0") && rest.isAtEnd
    }
}
