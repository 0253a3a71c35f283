import Synchronization

/// Messages of one topic filter, as they come. Lives through reconnects.
///
/// A QoS 1 message is acknowledged when it has been put here, not when it has been read. A reader that falls behind by
/// ``bufferMax`` messages loses the next ones, which ``droppedMessages`` counts. Where filters of one session overlap,
/// a broker may send a message once for each, and each copy comes to every matching subscription.
public final class MQTTSubscription: AsyncSequence, Sendable {
    public typealias Element = MQTTMessage
    public typealias Failure = Never
    public typealias AsyncIterator = AsyncStream<MQTTMessage>.AsyncIterator

    /// Messages that wait for a reader. Bounds memory where nobody reads.
    public static let bufferMax = 1_024

    /// Where the loop's thread puts messages.
    final class Feed: Sendable {
        let continuation: AsyncStream<MQTTMessage>.Continuation
        private let dropped = Atomic<Int>(0)

        init(_ continuation: AsyncStream<MQTTMessage>.Continuation) { self.continuation = continuation }

        var droppedMessages: Int { dropped.load(ordering: .relaxed) }

        func put(_ message: MQTTMessage) {
            if case .dropped = continuation.yield(message) { dropped.add(1, ordering: .relaxed) }
        }
    }

    public let filter: String
    let id: UInt64
    let feed: Feed
    private let stream: AsyncStream<MQTTMessage>
    private let unsubscribe: @Sendable () -> Void

    init(id: UInt64, filter: String, unsubscribe: @escaping @Sendable () -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: MQTTMessage.self,
            bufferingPolicy: .bufferingOldest(Self.bufferMax)
        )
        self.id = id
        self.filter = filter
        self.stream = stream
        self.unsubscribe = unsubscribe
        feed = Feed(continuation)
    }

    deinit { cancel() }

    /// Messages that nobody read in time.
    public var droppedMessages: Int { feed.droppedMessages }

    /// To be iterated by one task.
    public func makeAsyncIterator() -> AsyncIterator { stream.makeAsyncIterator() }

    /// Ends it; the broker is told when no other subscription of the session has this filter.
    public func cancel() {
        feed.continuation.finish()
        unsubscribe()
    }
}
