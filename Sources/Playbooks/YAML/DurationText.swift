/// Lengths of time as operators write them: `500ms 10s 15m 24h 7d`.
public enum DurationText {
    /// The accepted forms, for messages.
    public static let forms = "a whole number and a unit: 500ms 10s 15m 24h 7d"

    /// Nil for anything else, and beyond a year.
    public static func parse(_ text: String) -> Duration? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...12).contains(digits.count), let number = Int64(Substring(digits)),
            let unit = milliseconds(of: String(text.dropFirst(digits.count)))
        else { return nil }
        let (total, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, total <= Int64(PlaybookLimits.durationDaysMax) * 86_400_000 else { return nil }
        return .milliseconds(total)
    }

    /// In the largest unit that divides it.
    public static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let total = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        for unit in ["d", "h", "m", "s"] {
            if let size = milliseconds(of: unit), total != 0, total.isMultiple(of: size) {
                return "\(total / size)\(unit)"
            }
        }
        return "\(total)ms"
    }

    private static func milliseconds(of unit: String) -> Int64? {
        switch unit {
        case "ms": 1
        case "s": 1_000
        case "m": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }
}
