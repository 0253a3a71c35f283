import Synchronization

/// Requests on their way to the session's desk: bounded, in order.
final class MQTTInbox: Sendable {
    private struct State {
        var requests: [MQTTRequest] = []
        var nextID: UInt64 = 1
        /// Publishes that were accepted and not yet answered.
        var publishesOpen = 0
        var isClosed = false
    }

    /// Publishes that wait or are in flight. A caller beyond it is refused, so that memory stays bounded.
    static let publishesMax = 4_096

    private let state = Mutex(State())

    func newID() -> UInt64 {
        state.withLock { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
    }

    /// - Returns: why it was not taken, or `nil`.
    func put(_ request: MQTTRequest) -> MQTTFailure? {
        state.withLock { state in
            guard !state.isClosed else {
                return .notConnected("The MQTT session has been shut down. Nothing was sent.")
            }
            if case .publish = request {
                guard state.publishesOpen < Self.publishesMax else {
                    return .notSent(
                        "A message was not published: \(Self.publishesMax) are waiting already, which is all that is allowed. Try later."
                    )
                }
                state.publishesOpen += 1
            }
            state.requests.append(request)
            return nil
        }
    }

    func takeAll() -> [MQTTRequest] {
        state.withLock { state in
            defer { state.requests.removeAll(keepingCapacity: true) }
            return state.requests
        }
    }

    func publishAnswered() {
        state.withLock { $0.publishesOpen -= 1 }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }
}
