import Domain

/// When CRLs were dated, and who may hold one that is dated later than the newest.
///
/// A broker keeps every list that it has read since it was started, and OpenSSL takes the one with the latest `thisUpdate`
/// of those that are valid. So one that a clock which was ahead has dated is heeded once its time has come, whatever was
/// made since, until there is one with a later date, or the broker is started anew.
struct RevocationListDates {
    /// `thisUpdate` of the newest list.
    let newest: Instant
    /// The latest `thisUpdate` that a list ever had: later than `newest` where the clock was ahead, and was set back.
    let latest: Instant
    /// The brokers' processes that were there when, after that, the first list had taken its place in every file: see
    /// ``BrokerProcess/identity``. Nil where none has yet.
    let holders: Set<String>?

    /// Whether a broker may hold a list that is dated later than the newest, or later than now.
    func isOvertaken(at now: Instant) -> Bool { newest < latest || latest > now }

    /// Whether a broker, a process or none, may hold such a list. One that was started since has never seen it. When a
    /// process was started not everybody may see, so where one did not, its number alone counts.
    func mayHold(_ identity: BrokerProcess.Identity?) -> Bool {
        guard let holders else { return true }
        guard let identity else { return false }
        return holders.lazy.compactMap(BrokerProcess.Identity.init(text:)).contains { holder in
            holder.process == identity.process
                && (holder.start == nil || identity.start == nil || holder.start == identity.start)
        }
    }
}
