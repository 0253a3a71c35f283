/// What a session is doing at the moment.
public enum MQTTConnectionState: Hashable, Sendable {
    /// Not started yet.
    case idle
    case connecting
    /// - Parameter sessionPresent: the broker had kept subscriptions and messages for us.
    case connected(sessionPresent: Bool)
    /// Pausing before the next attempt.
    case waiting(MQTTDisconnection)
    /// Shut down, for good.
    case stopped

    public var isConnected: Bool {
        switch self {
        case .connected: true
        case .idle, .connecting, .waiting, .stopped: false
        }
    }
}
