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
        var bare = scanner
        if bare.take("0"), bare.isAtEnd {
            nanoseconds = 0
            return
        }
        var total: Int128 = 0
        repeat {
            guard let part = Self.scanPart(&scanner) else { return nil }
            total += part
            guard total <= Self.magnitudeMax else { return nil }
        } while !scanner.isAtEnd
        guard let exact = Int64(exactly: negative ? -total : total) else { return nil }
        nanoseconds = exact
    }

    /// Of the shortest span, which is negative.
    private static let magnitudeMax = Int128(Int64.max) + 1
    private static let fractionScale: Int128 = 1_000_000_000_000_000_000

    /// A number and its unit, in nanoseconds. What is below one is cut off.
    private static func scanPart(_ scanner: inout ByteScanner) -> Int128? {
        guard let number = scanNumber(&scanner), let unit = units.first(where: { scanner.take($0.name) }) else {
            return nil
        }
        // At most 2^63 hours and 10^18 parts of one: both products fit.
        let length = Int128(unit.nanoseconds)
        return number.whole * length + number.fraction * length / fractionScale
    }

    /// Digits, a point, digits, of which those beyond the eighteenth decimal are cut off.
    private static func scanNumber(_ scanner: inout ByteScanner) -> (whole: Int128, fraction: Int128)? {
        var (whole, fraction, place) = (Int128(0), Int128(0), fractionScale)
        var count = 0
        while let digit = scanner.digit() {
            whole = whole * 10 + Int128(digit)
            count += 1
            guard whole <= magnitudeMax else { return nil }
        }
        guard scanner.take(".") else { return count > 0 ? (whole, 0) : nil }
        while let digit = scanner.digit() {
            place /= 10
            fraction += Int128(digit) * place
            count += 1
        }
        return count > 0 ? (whole, fraction) : nil
    }
}
