import Synchronization

/// An answer that one thread owes to one task. The first settlement counts; later ones are ignored.
final class Reply<Success: Sendable, Failure: Error>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<Success, Failure>, Never>)
        case settled(Result<Success, Failure>)
    }

    private let state = Mutex(State.open)

    /// - Returns: whether this settlement is the one that counts.
    @discardableResult
    func settle(_ result: Result<Success, Failure>) -> Bool {
        let before = state.withLock { state in
            let before = state
            if case .settled = before { return before }
            state = .settled(result)
            return before
        }
        switch before {
        case .open: return true
        case .awaited(let continuation):
            continuation.resume(returning: result)
            return true
        case .settled: return false
        }
    }

    /// To be awaited by one task, once.
    func result() async -> Result<Success, Failure> {
        await withCheckedContinuation { continuation in
            let early: Result<Success, Failure>? = state.withLock { state in
                switch state {
                case .open:
                    state = .awaited(continuation)
                    return nil
                case .awaited:
                    preconditionFailure("a reply is awaited by one task")
                case .settled(let result):
                    return result
                }
            }
            if let early { continuation.resume(returning: early) }
        }
    }
}
