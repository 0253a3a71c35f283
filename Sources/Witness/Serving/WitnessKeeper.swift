public import Domain
public import Ledger

/// Where a witness keeps what it saw. Not `async`: between a judgement and its cosignature nothing else happens.
public protocol WitnessKeeper: Sendable {
    /// Returns once the sighting is durable.
    func keep(_ sighting: WitnessedLog.Sighting) throws(OperatorError)

    /// Keeps two notes of one log that contradict each other, or may.
    /// - Returns: where they are, for a person.
    func keep(_ evidence: WitnessEvidence) throws(OperatorError) -> String
}
