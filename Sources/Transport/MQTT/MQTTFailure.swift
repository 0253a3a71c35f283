/// Why a publish or a subscription did not succeed, told apart by what may have happened at the broker.
public enum MQTTFailure: Error, Hashable, Sendable {
    /// It cannot be sent as it is written. Certainly without effect, and trying again cannot help.
    case invalid(String)
    /// There is no connection. Certainly without effect.
    case notConnected(String)
    /// It was given up before it was handed to the connection. Certainly without effect.
    case notSent(String)
    /// The broker refused it, with a reason code of 0x80 or above. Certainly without effect.
    case refused(reason: UInt8, String)
    /// It was handed to the connection and no acknowledgement came. It may have taken effect.
    case unknownOutcome(String)

    /// What was attempted, what went wrong and what to try. Holds neither payloads nor credentials.
    public var sentence: String {
        switch self {
        case .invalid(let sentence), .notConnected(let sentence), .notSent(let sentence), .unknownOutcome(let sentence):
            sentence
        case .refused(_, let sentence): sentence
        }
    }

    /// False only where the broker may have the message.
    public var isCertainlyWithoutEffect: Bool {
        switch self {
        case .invalid, .notConnected, .notSent, .refused: true
        case .unknownOutcome: false
        }
    }
}

extension MQTTFailure: CustomStringConvertible {
    public var description: String { sentence }
}
