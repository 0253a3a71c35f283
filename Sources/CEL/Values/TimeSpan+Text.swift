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

    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1000), ("µs", 1000), ("ms", 1_000_000),
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ]

    /// Parses numbers with units, as in `1h30m`, `1.5s`, `-250ms`; a bare `0` is allowed. Nil for anything else and
    /// for a span that does not fit.
    public init?(_ text: String) {
        var scanner = ByteScanner(text)
        let negative = scanner.take("-")
        if !negative { _ = scanner.take("+") }
        var total: Int128 = 0
        var isBareZero = false
        repeat {
            guard let part = Self.scanPart(&scanner, &isBareZero), !isBareZero || scanner.isAtEnd else { return nil }
            total += part
        } while !scanner.isAtEnd
        guard let exact = Int64(exactly: negative ? -total : total) else { return nil }
        nanoseconds = exact
    }

    /// A number and its unit. Bounded by the digits it reads: many more than fit are refused.
    private static func scanPart(_ scanner: inout ByteScanner, _ isBareZero: inout Bool) -> Int128? {
        guard let number = scanNumber(&scanner) else { return nil }
        guard let unit = units.first(where: { scanner.take($0.name) }) else {
            isBareZero = number.digits == 0
            return isBareZero ? 0 : nil
        }
        return number.digits * Int128(unit.nanoseconds) / number.scale
    }

    /// Digits, a point, digits: the number is `digits / scale`. Digits beyond the twelfth decimal are cut off.
    private static func scanNumber(_ scanner: inout ByteScanner) -> (digits: Int128, scale: Int128)? {
        var (digits, scale) = (Int128(0), Int128(1))
        var count = 0
        while let digit = scanner.digit() {
            digits = digits * 10 + Int128(digit)
            count += 1
            guard digits <= Int128(Int64.max) + 1 else { return nil }
        }
        guard scanner.take(".") else { return count > 0 ? (digits, scale) : nil }
        while let digit = scanner.digit() {
            count += 1
            guard scale < 1_000_000_000_000 else { continue }
            digits = digits * 10 + Int128(digit)
            scale *= 10
        }
        return count > 0 ? (digits, scale) : nil
    }
}
