/// The bounds of one relay, with their reasons.
package struct RelayLimits: Hashable, Sendable {
    /// Entries that are read at once: some hundred kilobytes, a few megabytes at the worst.
    package var pageEntriesMax = 256
    /// How often the log is looked at for more. Nobody who reads it elsewhere is quicker.
    package var pollInterval: Duration = .milliseconds(500)
    /// The pause before a repetition is drawn from zero up to a ceiling that doubles from the first to the maximum: so
    /// many relays do not come back all at once to a receiver that has just recovered.
    package var pauseFirst: Duration = .seconds(1)
    package var pauseMax: Duration = .seconds(60)
    /// What is honoured of a receiver's wish to wait. One that says a week is mistaken.
    package var retryAfterMax: Duration = .seconds(3_600)
    /// How long a refusal is left alone. A person has to put something right; when they have, it goes on by itself.
    package var refusedPause: Duration = .seconds(300)
    /// An entry that waits longer than this is told of.
    package var behindNoticed: Duration = .seconds(30)

    package init() {}
}
