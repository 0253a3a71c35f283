import Domain

/// The bounds of the registries, each with its reason.
package enum RegistryLimits {
    /// Bytes of a site's, model's, group's or tag's name. They stand in conditions, tables and messages.
    package static let labelBytesMax = 128
    /// Groups, and tags, of one device.
    package static let labelsMax = 64
    /// Bytes of a list of devices to import: 100,000 devices take some 10 MB.
    package static let importBytesMax = 256 * 1024 * 1024
    /// Problems of an import that are reported one by one; the rest is counted. More would bury the first.
    package static let importProblemsMax = 100
    /// Devices that lose something as they are recorded anew and are named one by one; the rest is counted.
    package static let lossesNamedMax = 20
    /// Devices or certificates on one page of a listing.
    package static let pageMax = 1_000
    /// Bytes of a CRL that is read back: a million entries take some 60 MB.
    package static let crlBytesMax = 128 * 1024 * 1024
    /// Bytes of a certificate's common name (`ub-common-name` of RFC 5280): TLS stacks refuse longer ones.
    package static let commonNameBytesMax = 64
    /// Five seconds, in tries that are 20 ms apart: longer than any publication of a CRL takes.
    static let lockTriesMax = 250
    static let lockPauseMicroseconds: UInt32 = 20_000
    /// Seconds that SQLite waits for another process that is writing.
    static let busySeconds = 5.0
    /// Devices that are looked up on the thread that asks, at some 10 µs each: it is one of a few, which all tasks share.
    static let lookedUpAtOnceMax = 16
    /// How far a CRL's `thisUpdate` may lie in the past. OpenSSL prefers the CRL with the later `thisUpdate`, which
    /// counts in seconds; so each is dated at least a second after the one before, and the room for many within a
    /// second is in the past, because a CRL from the future is not valid. It also forgives a broker whose clock is
    /// late.
    static let crlBackdating: Duration = .seconds(3_600)
    /// How far a certificate's `notBefore` lies in the past: a device whose clock is late must not be locked out.
    static let certificateBackdating: Duration = .seconds(3_600)
    /// Others of a site, or behind a gateway, that are counted: it is asked with every event, and to tell the last device of
    /// a site from one of many takes no more.
    static let neighboursCountedMax = 1_000
    /// How long an expired certificate stays on the CRL, for receivers whose clocks are late.
    static let expiredEntryGrace: Duration = .seconds(24 * 3_600)
}
