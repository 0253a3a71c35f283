import Synchronization

/// The answers to letters that were posted together, and the one who waits for all of them.
final class Answers: Sendable {
    private struct State {
        /// In the order of the letters; nil where there is none, or none yet.
        var answers: [Mailbox.EventAnswer?]
        var missing: Int
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(answers: Array(repeating: nil, count: count), missing: count)) }

    /// Each letter is answered once, be it with nothing.
    func take(_ answer: Mailbox.EventAnswer?, at position: Int) {
        let waiter = state.withLock { state in
            state.answers[position] = answer
            state.missing -= 1
            return state.missing == 0 ? state.waiter.take() : nil
        }
        waiter?.resume()
    }

    /// Once all are there, or the task is cancelled: then some may be missing.
    func all() async -> [Mailbox.EventAnswer?] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.missing > 0, !Task.isCancelled else { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
        return state.withLock(\.answers)
    }
}
