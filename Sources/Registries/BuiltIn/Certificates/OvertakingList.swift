package import Domain

/// A CRL that a clock which was ahead has dated later than the newest, or later than now.
package struct OvertakingList: Hashable, Sendable {
    package let thisUpdate: Instant
    /// Who may hold it, in words, and heeds it from its date on. None where all brokers were started anew since.
    package let holders: [String]

    /// From then on a list can be made that is dated later.
    package var renewableFrom: Instant { thisUpdate + .seconds(1) }

    package var sentence: String {
        "a clock that was ahead has dated a CRL \(CalendarTime(thisUpdate)), which from then on is heeded instead of those "
            + "that were made since the clock was set back, by \(holders.joined(separator: ", by ")): restart the broker"
    }
}
