/// Why there is no connection to a broker, or no longer one.
public struct MQTTDisconnection: Error, Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// A setting or a file of it cannot be used.
        case settings
        /// The host name has no address that could be found.
        case resolve
        /// Refused or unreachable.
        case connect
        case tls
        /// The broker did not accept us: an MQTT 5 reason code, 0x86 for wrong credentials; 0 for a subscription that it grants
        /// at QoS 0, where QoS 1 is needed.
        case refused(reason: UInt8)
        /// The broker did not answer in time.
        case timeout
        /// The broker ended the connection: an MQTT 5 reason code, 0x8E for "another session took the client id".
        case closedByBroker(reason: UInt8)
        /// The connection broke.
        case lost
        /// We dropped it, because what it brought could not be kept.
        case droppedByUs
    }

    public let cause: Cause
    /// What was attempted, what went wrong and what to try.
    public let sentence: String
}

extension MQTTDisconnection: CustomStringConvertible {
    public var description: String { sentence }
}
