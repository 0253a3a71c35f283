import Synchronization

/// The answer that a sender waits for. A letter that is dropped unanswered, because the engine ended, answers `nil`: no
/// sender waits for ever, and none takes silence for a promise.
final class Reply<Answer: Sendable>: Sendable {
    private let send: Mutex<(@Sendable (Answer?) -> Void)?>

    init(_ send: @escaping @Sendable (Answer?) -> Void) {
        self.send = Mutex(send)
    }

    deinit { take()?(nil) }

    /// Called once the turn that took the letter in is durable.
    func answer(_ answer: Answer?) { take()?(answer) }

    private func take() -> (@Sendable (Answer?) -> Void)? {
        send.withLock { $0.take() }
    }
}
