import Domain
import SwiftASN1

/// A second of the Gregorian calendar in UTC, as ASN.1 writes it.
struct CalendarTime: Hashable {
    let year: Int
    let month: Int
    let day: Int
    let secondOfDay: Int

    init(_ instant: Instant) {
        let seconds = Int(instant.secondsSinceEpoch)
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        secondOfDay = seconds - days * 86_400
        (year, month, day) = Self.civil(daysSinceEpoch: days)
    }

    /// `UTCTime` through 2049 and `GeneralizedTime` from then on (RFC 5280, section 5.1.2.4).
    func serialize(into coder: inout DER.Serializer) throws {
        let (hours, minutes, seconds) = (secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60)
        if (1950..<2050).contains(year) {
            let time = try UTCTime(
                year: year,
                month: month,
                day: day,
                hours: hours,
                minutes: minutes,
                seconds: seconds
            )
            try coder.serialize(time)
        } else {
            let time = try GeneralizedTime(
                year: year,
                month: month,
                day: day,
                hours: hours,
                minutes: minutes,
                seconds: seconds,
                fractionalSeconds: 0
            )
            try coder.serialize(time)
        }
    }

    /// The inverse. Takes either form for any year, as other readers do.
    static func instant(of node: ASN1Node) throws -> Instant {
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            return instant(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }
        let time = try generalized(node)
        return instant(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }

    /// RFC 5280 allows no fractions of a second.
    static func generalized(_ node: ASN1Node) throws -> GeneralizedTime {
        let time = try GeneralizedTime(derEncoded: node)
        guard time.rawFractionalSeconds.isEmpty else { throw CRLRefused.malformed("a time has fractions of a second") }
        return time
    }

    private static func instant(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ hours: Int,
        _ minutes: Int,
        _ seconds: Int
    ) -> Instant {
        let days = daysSinceEpoch(year: year, month: month, day: day)
        return Instant(secondsSinceEpoch: days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    }

    // The year begins in March here, so that the leap day is its last, and 400 years are one era of 146,097 days.

    private static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension CalendarTime: CustomStringConvertible {
    /// `2026-11-23T15:10:28Z`.
    var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(secondOfDay / 3_600)):\(two(secondOfDay / 60 % 60)):\(two(secondOfDay % 60))"
        return "\(year)-\(two(month))-\(two(day))T\(time)Z"
    }
}

extension Instant {
    /// Whole seconds, rounded down.
    var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Of a calendar's time, whose years have four digits.
    init(secondsSinceEpoch seconds: Int) {
        self.init(millisecondsSinceEpoch: Int64(seconds) * 1_000)
    }
}
