/// A fixed distance from UTC, as timestamps and their accessors write it: `+05:30`, `-02:00`, `UTC`.
package enum UTCOffset {
    /// Seconds east of UTC, or nil for anything else, such as the name of a place.
    package static func parse(_ text: String) -> Int64? {
        if text.isEmpty || text == "UTC" { return 0 }
        var scanner = ByteScanner(text)
        guard let seconds = scan(&scanner, signRequired: false), scanner.isAtEnd else { return nil }
        return seconds
    }

    package static func scan(_ scanner: inout ByteScanner, signRequired: Bool) -> Int64? {
        let negative = scanner.take("-")
        guard negative || scanner.take("+") || !signRequired else { return nil }
        guard let hours = scanner.number(digits: 2), scanner.take(":"), let minutes = scanner.number(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (negative ? -60 : 60)
    }
}
