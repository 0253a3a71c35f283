import Ports
import Synchronization

/// The answer that a sender waits for. A letter that is dropped unanswered, because the engine ended, answers `nil`: no
/// sender waits for ever, and none takes silence for a promise.
final class Reply: Sendable {
    private let send: Mutex<(@Sendable (EventReceipt?) -> Void)?>

    init(_ send: @escaping @Sendable (EventReceipt?) -> Void) {
        self.send = Mutex(send)
    }

    deinit { take()?(nil) }

    /// Called once the turn that took the letter in is durable, with what became of its event.
    func answer(_ receipt: EventReceipt?) { take()?(receipt) }

    private func take() -> (@Sendable (EventReceipt?) -> Void)? {
        send.withLock { $0.take() }
    }
}
