extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many decimals of a second as it takes.
    public var description: String {
        let date = CivilDate(secondsSinceEpoch: seconds)
        let time = [date.secondOfDay / 3600, date.secondOfDay / 60 % 60, date.secondOfDay % 60]
        return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2) + "T"
            + time.map { Self.padded($0, 2) }.joined(separator: ":") + fraction + "Z"
    }

    private var fraction: String {
        guard nanoseconds != 0 else { return "" }
        var digits = Self.padded(Int64(nanoseconds), 9)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }

    private static func padded(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// Parses RFC 3339: `2009-02-13T23:31:30.5Z`, or with an offset, `+01:00`. Nil for anything else and for a time
    /// outside years 1 to 9999. Digits beyond the ninth are cut off.
    public init?(_ text: String) {
        var scanner = ByteScanner(text)
        guard let days = Self.scanDate(&scanner), scanner.take("T") || scanner.take("t"),
            let time = Self.scanTime(&scanner), let fraction = Self.scanFraction(&scanner),
            let offset = Self.scanZone(&scanner), scanner.isAtEnd
        else { return nil }
        self.init(seconds: days * 86_400 + time - offset, nanoseconds: fraction)
    }

    private static func scanDate(_ scanner: inout ByteScanner) -> Int64? {
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"), let day = scanner.number(digits: 2),
            (1...12).contains(month), day >= 1, day <= CivilDate.daysInMonth(month, year: year)
        else { return nil }
        return CivilDate.days(year: year, month: month, day: day)
    }

    private static func scanTime(_ scanner: inout ByteScanner) -> Int64? {
        guard let hours = scanner.number(digits: 2), scanner.take(":"),
            let minutes = scanner.number(digits: 2), scanner.take(":"), let seconds = scanner.number(digits: 2),
            hours < 24, minutes < 60, seconds < 60
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    private static func scanFraction(_ scanner: inout ByteScanner) -> Int32? {
        guard scanner.take(".") else { return 0 }
        guard let first = scanner.digit() else { return nil }
        var result = first * 100_000_000
        var scale: Int64 = 10_000_000
        while let digit = scanner.digit() {
            result += digit * scale
            scale /= 10
        }
        return Int32(result)
    }

    private static func scanZone(_ scanner: inout ByteScanner) -> Int64? {
        if scanner.take("Z") || scanner.take("z") { return 0 }
        return UTCOffset.scan(&scanner, .timestamp)
    }
}
