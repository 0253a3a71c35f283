private import struct Foundation.Date
private import struct Foundation.TimeZone

/// How far a place is from UTC at some time.
///
/// - Source: the names are those of the IANA time zone database, `Europe/Zurich`, in the version that Foundation ships.
package enum TimeZoneOffset {
    /// Seconds east of UTC, or nil where the text names neither an offset (`+05:30`) nor a zone.
    package static func seconds(_ zone: String, at time: Timestamp) -> Int64? {
        if let fixed = UTCOffset.parse(zone) { return fixed }
        // The text may be an event's, of any length. That it reads back the same refuses what Foundation takes besides
        // the names, such as `GMT+3`.
        guard zone.utf8.count <= LanguageLimits.zoneNameBytesMax, let known = TimeZone(identifier: zone),
            known.identifier == zone
        else { return nil }
        return Int64(known.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.seconds))))
    }
}
