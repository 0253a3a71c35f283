public import Domain

/// Private values of an entry are taken out: one person asks for it, and another agrees.
public enum Redaction: Hashable, Sendable {
    case asked(UInt64, by: String, at: Instant)
    /// Nothing of them is left afterwards.
    case done(UInt64)
}
