public import Domain

/// Carries out what a person decides about something in quarantine.
public protocol QuarantineKeeper: Sendable {
    /// Takes it in once more. Should it end the engine again, it is back in quarantine at the next start.
    /// - Returns: a sentence about what became of it.
    func retry(_ id: String, reason: String, by actor: Actor) async throws(OperatorError) -> String

    /// Nothing becomes of it, now and whenever it comes again.
    func drop(_ id: String, reason: String, by actor: Actor) async throws(OperatorError) -> String
}
