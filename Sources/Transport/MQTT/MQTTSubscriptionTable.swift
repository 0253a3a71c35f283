/// The filters of a session and who listens to each, on its desk.
struct MQTTSubscriptionTable {
    private struct Filter {
        var qos: MQTTQualityOfService
        /// Whether the broker has agreed, on this connection, at that QoS.
        var isGranted = false
        var listeners: [UInt64: MQTTSubscription.Feed] = [:]
        var waiting: [MQTTSubscribeOrder] = []
    }

    private var filters: [String: Filter] = [:]
    /// SUBSCRIBE packets that the broker has not answered.
    private var asked: [Int32: String] = [:]

    var deadlines: [ContinuousClock.Instant] { filters.values.flatMap { $0.waiting.map(\.deadline) } }

    mutating func add(_ order: MQTTSubscribeOrder, on link: MQTTLink?) {
        var filter = filters[order.filter] ?? Filter(qos: order.qos)
        filter.listeners[order.id] = order.feed
        if filter.isGranted, filter.qos.rawValue >= order.qos.rawValue {
            filters[order.filter] = filter
            order.reply.settle(.success(()))
            return
        }
        if order.qos.rawValue > filter.qos.rawValue { filter.qos = order.qos }
        filter.isGranted = false
        filter.waiting.append(order)
        filters[order.filter] = filter
        if let link { ask(order.filter, filter.qos, on: link) }
    }

    mutating func remove(_ id: UInt64, on link: MQTTLink?) {
        guard let name = filters.first(where: { $0.value.listeners[id] != nil })?.key else { return }
        filters[name]?.listeners[id] = nil
        for order in filters[name]?.waiting ?? [] where order.id == id {
            order.reply.settle(.failure(.notSent("Subscribing to '\(name.printable())' was cancelled.")))
        }
        filters[name]?.waiting.removeAll { $0.id == id }
        guard let filter = filters[name], filter.listeners.isEmpty else { return }
        filters[name] = nil
        link?.unsubscribe(name)
    }

    /// Asks again for everything: the connection is new.
    mutating func renew(on link: MQTTLink) {
        for (name, filter) in filters { ask(name, filter.qos, on: link) }
    }

    mutating func answered(_ packet: Int32, _ reasons: [UInt8]) {
        guard let name = asked.removeValue(forKey: packet), let filter = filters[name] else { return }
        // An answer to an earlier question about a filter that has been asked about again since.
        guard !asked.values.contains(name) else { return }
        filters[name]?.waiting = []
        let reason = reasons.first ?? 0x80
        guard reason >= 0x80 else {
            filters[name]?.isGranted = true
            for order in filter.waiting { order.reply.settle(.success(())) }
            return
        }
        let sentence = "Subscribing to '\(name.printable())' was refused by the broker: \(MQTTReason.words(reason))."
        for order in filter.waiting {
            filters[name]?.listeners[order.id] = nil
            order.reply.settle(.failure(.refused(reason: reason, sentence)))
        }
        if filters[name]?.listeners.isEmpty == true { filters[name] = nil }
    }

    func deliver(_ message: MQTTMessage) {
        for (name, filter) in filters where MQTTTopic.matches(filter: name, topic: message.topic) {
            for feed in filter.listeners.values { feed.put(message) }
        }
    }

    mutating func expire(_ now: ContinuousClock.Instant, on link: MQTTLink?) {
        for (name, filter) in filters {
            for order in filter.waiting where order.deadline <= now {
                filters[name]?.listeners[order.id] = nil
                order.reply.settle(
                    .failure(
                        .notSent(
                            "Subscribing to '\(name.printable())' failed: the broker did not agree in time. Try again."
                        )
                    )
                )
            }
            filters[name]?.waiting.removeAll { $0.deadline <= now }
            guard filters[name]?.listeners.isEmpty == true else { continue }
            filters[name] = nil
            // The broker may agree yet, and would go on delivering what nobody listens to.
            link?.unsubscribe(name)
        }
    }

    mutating func linkClosed() {
        asked = [:]
        for name in filters.keys { filters[name]?.isGranted = false }
    }

    mutating func stopped() {
        for filter in filters.values {
            for order in filter.waiting {
                order.reply.settle(.failure(.notConnected("Subscribing failed: the session was shut down.")))
            }
            for feed in filter.listeners.values { feed.continuation.finish() }
        }
        filters = [:]
    }

    private mutating func ask(_ name: String, _ qos: MQTTQualityOfService, on link: MQTTLink) {
        if let packet = link.subscribe(name, qos) { asked[packet] = name }
    }
}
