public import Domain

/// Private values of an entry are taken out: one person asks for it, and another agrees.
public enum Redaction: Hashable, Sendable {
    case asked(UInt64, by: String, at: Instant)
    /// Nothing of them is left afterwards, nor of their person in the state of the run that the entry is about, where that
    /// has ended.
    case done(UInt64, run: RunID?)
}
