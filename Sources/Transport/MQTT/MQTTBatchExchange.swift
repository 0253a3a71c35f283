import Synchronization

/// Where the loop's thread hands over a batch and waits for the word that it has been kept.
final class MQTTBatchExchange: Sendable {
    enum Verdict: Sendable {
        case kept
        case failed(String)
    }

    /// One batch at a time: the thread reads no further before it has the verdict on the last one.
    let batches: AsyncStream<[MQTTMessage]>
    private let continuation: AsyncStream<[MQTTMessage]>.Continuation
    private let control: MQTTControl
    private let verdict = Mutex<Verdict?>(nil)

    init(_ control: MQTTControl) {
        (batches, continuation) = AsyncStream.makeStream(of: [MQTTMessage].self, bufferingPolicy: .bufferingOldest(1))
        self.control = control
    }

    /// Called on the loop's thread, which it blocks.
    /// - Returns: the verdict, or `nil` where it is not to be waited for.
    func offer(_ batch: [MQTTMessage]) -> Verdict? {
        continuation.yield(batch)
        while true {
            let answer = verdict.withLock { verdict in
                defer { verdict = nil }
                return verdict
            }
            if let answer { return answer }
            if control.isBatchAbandoned { return nil }
            control.wakeup.wait(atMost: .seconds(60))
        }
    }

    func answer(_ answer: Verdict) {
        verdict.withLock { $0 = answer }
        control.wakeup.raise()
    }

    func finish() { continuation.finish() }
}
