public import CEL
public import Domain

/// What a driver brings back from an attempt that did not fail.
public struct Completion: Hashable, Sendable {
    public enum Certainty: Hashable, Sendable {
        /// The receiver itself said so.
        case confirmed
        /// Handed over; the receiver has not answered, and was not asked to.
        case sent
        /// A drill: handed to nobody.
        case rehearsed

        /// The stored spelling.
        package var text: String {
            switch self {
            case .confirmed: "confirmed"
            case .sent: "sent"
            case .rehearsed: "rehearsed"
            }
        }

        package init?(text: String) {
            switch text {
            case "confirmed": self = .confirmed
            case "sent": self = .sent
            case "rehearsed": self = .rehearsed
            default: return nil
            }
        }
    }

    public let certainty: Certainty
    /// What `steps.<id>.output` gives.
    public let output: Value
    /// What shows it, as the receiver put it. Its digest stands in the audit log.
    public let evidence: String

    public init(_ certainty: Certainty, output: Value = .null, evidence: String) {
        self.certainty = certainty
        self.output = output
        self.evidence = evidence
    }

    public static let rehearsed = Self(.rehearsed, evidence: "a drill: handed to no driver")

    /// What a drill goes on with: nobody was asked, so that what the later steps read is made up.
    func giving(madeUp output: Value) -> Self {
        output == .null ? self : Self(certainty, output: output, evidence: "\(evidence), its output is made up")
    }
}

/// What the core is told of an attempt.
public typealias AttemptResult = Result<Completion, ActionFailure>
