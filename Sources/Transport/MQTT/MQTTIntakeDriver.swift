/// The broker's side of an ``MQTTIntakeSession``: batches out, and a verdict on each before anything is written.
final class MQTTIntakeDriver: MQTTLoopDriver {
    private let filters: [String]
    private let exchange: MQTTBatchExchange
    private var asked: [Int32: String] = [:]

    let nextDeadline: ContinuousClock.Instant? = nil

    init(filters: [String], exchange: MQTTBatchExchange) {
        self.filters = filters
        self.exchange = exchange
    }

    func handle(_ events: [MQTTEvent], from link: MQTTLink, isOpen: Bool) -> MQTTDisconnection? {
        // Nothing of a closed connection can be acknowledged any more; all of it comes again.
        guard isOpen else { return nil }
        var batch: [MQTTMessage] = []
        for event in events {
            switch event {
            case .connected: ask(on: link)
            case .message(let message): batch.append(message)
            case .subscribed(let packet, let reasons):
                if let refusal = refusal(packet, reasons, link) { return refusal }
            case .refused, .acknowledged: break
            }
        }
        return batch.isEmpty ? nil : keep(batch, link)
    }

    func serveRequests(on link: MQTTLink?) {}

    func willWrite() {}

    func linkClosed(_ reason: MQTTDisconnection) { asked = [:] }

    func stopped() { exchange.finish() }

    private func keep(_ batch: [MQTTMessage], _ link: MQTTLink) -> MQTTDisconnection? {
        switch exchange.offer(batch) {
        case .kept: nil
        case .failed(let reason):
            link.disconnection(
                .droppedByUs,
                "\(batch.count) messages could not be kept, so they were not acknowledged and will come again: \(reason)"
            )
        case nil: link.disconnection(.droppedByUs, "the session was shut down before \(batch.count) messages were kept")
        }
    }

    private func ask(on link: MQTTLink) {
        for filter in filters {
            if let packet = link.subscribe(filter, .atLeastOnce) { asked[packet] = filter }
        }
    }

    /// A filter that is not granted would be silence that looks like health, so it ends the connection. So does one that is
    /// granted at QoS 0: it looks like health until the engine is away for a moment.
    private func refusal(_ packet: Int32, _ reasons: [UInt8], _ link: MQTTLink) -> MQTTDisconnection? {
        guard let filter = asked.removeValue(forKey: packet)?.printable() else { return nil }
        let reason = reasons.first ?? 0x80
        let words: String
        switch reason {
        case 0x80...:
            words =
                "the broker refused the subscription to '\(filter)': \(MQTTReason.words(reason)). Check its access rules"
        case UInt8(MQTTQualityOfService.atMostOnce.rawValue):
            words =
                "the broker grants '\(filter)' at QoS 0 alone, where what waits for the engine is lost. Allow QoS 1 there "
                + "('max_qos' of Mosquitto)"
        default: return nil
        }
        return link.disconnection(.refused(reason: reason), words)
    }
}
