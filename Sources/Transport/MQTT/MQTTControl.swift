import Synchronization

/// What a session and its loop's thread share: the wish to stop, and the state of the connection.
final class MQTTControl: Sendable {
    private struct State {
        var connection = MQTTConnectionState.idle
        var isStarted = false
        var isStopping = false
        var isBatchAbandoned = false
        var nextObserver = 0
        var observers: [Int: AsyncStream<MQTTConnectionState>.Continuation] = [:]
    }

    let wakeup = Wakeup()
    private let state = Mutex(State())

    var connectionState: MQTTConnectionState { state.withLock(\.connection) }
    var isStopping: Bool { state.withLock(\.isStopping) }
    var isBatchAbandoned: Bool { state.withLock(\.isBatchAbandoned) }

    /// True for the first caller, who is to start the thread; false afterwards, and once stopped.
    func claimStart() -> Bool {
        state.withLock { state in
            guard !state.isStarted, !state.isStopping else { return false }
            state.isStarted = true
            state.connection = .connecting
            return true
        }
    }

    /// - Parameter abandoningBatch: whether a batch that is being handled is given up, not waited for.
    func stop(abandoningBatch: Bool = false) {
        let isStarted = state.withLock { state in
            state.isStopping = true
            state.isBatchAbandoned = state.isBatchAbandoned || abandoningBatch
            return state.isStarted
        }
        if isStarted { wakeup.raise() } else { advance(to: .stopped) }
    }

    func advance(to connection: MQTTConnectionState) {
        let observers = state.withLock { state in
            state.connection = connection
            return Array(state.observers.values)
        }
        for observer in observers {
            observer.yield(connection)
            if connection == .stopped { observer.finish() }
        }
    }

    /// The state now and after every change; ends with ``MQTTConnectionState/stopped``. A slow reader sees the newest.
    func connectionStates() -> AsyncStream<MQTTConnectionState> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: MQTTConnectionState.self,
            bufferingPolicy: .bufferingNewest(16)
        )
        state.withLock { state in
            continuation.yield(state.connection)
            guard state.connection != .stopped else { return continuation.finish() }
            let id = state.nextObserver
            state.nextObserver += 1
            state.observers[id] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.forget(observer: id)
            }
        }
        return stream
    }

    private func forget(observer id: Int) {
        // Taken out under the lock, released after it.
        let gone = state.withLock { $0.observers.removeValue(forKey: id) }
        _ = gone
    }

    /// Returns when the loop's thread has ended, or the task is cancelled.
    func waitUntilStopped() async {
        for await state in connectionStates() where state == .stopped { return }
    }
}
