/// A fixed distance from UTC, as timestamps and their accessors write it: `+05:30`, `-02:00`.
package enum UTCOffset {
    package enum Form {
        /// A time zone: the sign may be absent, and any digits will do, as in `+24:00`.
        ///
        /// - Source: cel-spec, "Timezones".
        case zone
        /// The end of a timestamp: with a sign, and less than a day.
        ///
        /// - Source: RFC 3339, section 5.6.
        case timestamp
    }

    /// Seconds east of UTC of a time zone, or nil where it is written in another way, such as by the name of a place.
    package static func parse(_ text: String) -> Int64? {
        if text.isEmpty || text == "UTC" { return 0 }
        var scanner = ByteScanner(text)
        guard let seconds = scan(&scanner, .zone), scanner.isAtEnd else { return nil }
        return seconds
    }

    package static func scan(_ scanner: inout ByteScanner, _ form: Form) -> Int64? {
        let negative = scanner.take("-")
        let signed = negative || scanner.take("+")
        guard let hours = scanner.number(digits: 2), scanner.take(":"), let minutes = scanner.number(digits: 2) else {
            return nil
        }
        if case .timestamp = form, !signed || hours > 23 || minutes > 59 { return nil }
        return (hours * 60 + minutes) * (negative ? -60 : 60)
    }
}
