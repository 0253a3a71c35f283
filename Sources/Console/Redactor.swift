public import Domain

/// Takes out what is beside an entry about people, where two people want it.
public protocol Redactor: Sendable {
    /// The first person asks, and another one agrees by asking for the same.
    /// - Returns: a sentence about what became of it.
    func redact(_ entry: UInt64, reason: String, by actor: Actor) async throws(OperatorError) -> String
}
