/// The broker's side of an ``MQTTSession``: orders in, packets out, answers back.
final class MQTTSessionDriver: MQTTLoopDriver {
    private struct Flight {
        let order: MQTTPublishOrder
        /// False until the connection has been asked to write since it was queued: it has certainly not left.
        var mayHaveLeft = false
    }

    /// Messages handed to the connection ahead of the broker's acknowledgements, where the broker allows it.
    private static let flightsMax = 256

    private let inbox: MQTTInbox
    private var waiting: [MQTTPublishOrder] = []
    private var flights: [Int32: Flight] = [:]
    private var hasUnwritten = false
    private var sendMaximum = MQTTSessionDriver.flightsMax
    private var subscriptions = MQTTSubscriptionTable()
    private(set) var nextDeadline: ContinuousClock.Instant?

    init(_ inbox: MQTTInbox) { self.inbox = inbox }

    func handle(_ events: [MQTTEvent], from link: MQTTLink, isOpen: Bool) -> MQTTDisconnection? {
        for event in events {
            switch event {
            case .connected(_, let maximum):
                sendMaximum = min(maximum, Self.flightsMax)
                if isOpen { subscriptions.renew(on: link) }
            case .refused: break
            case .acknowledged(let packet, let reason): acknowledged(packet, reason)
            case .subscribed(let packet, let reasons): subscriptions.answered(packet, reasons)
            case .message(let message): subscriptions.deliver(message)
            }
        }
        return nil
    }

    func serveRequests(on link: MQTTLink?) {
        for request in inbox.takeAll() {
            switch request {
            case .publish(let order):
                waiting.append(order)
                note(order.sendDeadline)
                note(order.answerDeadline)
            case .cancelPublish(let id): cancel(id)
            case .subscribe(let order):
                subscriptions.add(order, on: link)
                note(order.deadline)
            case .unsubscribe(let id): subscriptions.remove(id, on: link)
            }
        }
        // First: what is too late is not handed to the connection, which might yet write it.
        expire(on: link)
        if let link { send(on: link) }
    }

    func willWrite() {
        guard hasUnwritten else { return }
        hasUnwritten = false
        for packet in flights.keys { flights[packet]?.mayHaveLeft = true }
    }

    func linkClosed(_ reason: MQTTDisconnection) {
        for flight in flights.values { settle(flight, failing: reason.sentence) }
        flights = [:]
        hasUnwritten = false
        subscriptions.linkClosed()
    }

    func stopped() {
        inbox.close()
        serveRequests(on: nil)
        for flight in flights.values { settle(flight, failing: "The session was shut down.") }
        for order in waiting {
            settle(
                order,
                .failure(.notSent("\(Self.attempt(order)) failed: the session was shut down. Nothing was sent."))
            )
        }
        flights = [:]
        waiting = []
        subscriptions.stopped()
    }
}

extension MQTTSessionDriver {
    private func send(on link: MQTTLink) {
        let room = sendMaximum - flights.count
        guard room > 0, !waiting.isEmpty else { return }
        for order in waiting.prefix(room) {
            switch link.publish(order.publication) {
            // At QoS 0 nothing comes back: the library reports the packet when it has been written.
            case .success(let packet): flights[packet] = Flight(order: order)
            case .failure(let failure):
                settle(order, .failure(failure))
            }
        }
        hasUnwritten = true
        waiting.removeFirst(min(room, waiting.count))
    }

    private func acknowledged(_ packet: Int32, _ reason: UInt8) {
        guard let order = flights.removeValue(forKey: packet)?.order else { return }
        if order.publication.qos == .atMostOnce {
            settle(order, .success(PublishReceipt(hasSubscribers: nil)))
        } else if reason < 0x80 {
            settle(order, .success(PublishReceipt(hasSubscribers: reason != 0x10)))
        } else {
            let words = MQTTReason.words(reason)
            settle(
                order,
                .failure(.refused(reason: reason, "\(Self.attempt(order)) was refused by the broker: \(words)."))
            )
        }
    }

    private func cancel(_ id: UInt64) {
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            let order = waiting.remove(at: index)
            settle(order, .failure(Self.cancelled(order)))
        } else if let flight = flights.first(where: { $0.value.order.id == id }) {
            // The entry stays, so that the packet keeps its place in the count until the broker answers.
            settle(flight.value, failing: "The task was cancelled.")
        }
    }

    /// Gives up what has waited too long. A message in flight stays in the count of what the broker owes.
    private func expire(on link: MQTTLink?) {
        let isConnected = link != nil
        let now = ContinuousClock.now
        guard let deadline = nextDeadline, now >= deadline else { return }
        let isLate = { (order: MQTTPublishOrder) in (isConnected ? order.answerDeadline : order.sendDeadline) <= now }
        let reason = isConnected ? "too many messages are unacknowledged" : "there was no connection in time"
        for order in waiting.filter(isLate) {
            settle(order, .failure(.notSent("\(Self.attempt(order)) failed: \(reason). Nothing was sent.")))
        }
        waiting.removeAll(where: isLate)
        for flight in flights.values where flight.order.answerDeadline <= now {
            settle(flight, failing: "The broker did not acknowledge it in time.")
        }
        subscriptions.expire(now, on: link)
        let deadlines =
            waiting.flatMap { [$0.sendDeadline, $0.answerDeadline] } + flights.values.map(\.order.answerDeadline)
            + subscriptions.deadlines
        nextDeadline = deadlines.filter { $0 > now }.min()
    }

    private func note(_ deadline: ContinuousClock.Instant) {
        nextDeadline = min(nextDeadline ?? deadline, deadline)
    }

    private func settle(_ flight: Flight, failing reason: String) {
        let attempt = "\(Self.attempt(flight.order)) has no acknowledgement. \(reason)"
        settle(
            flight.order,
            .failure(
                flight.mayHaveLeft
                    ? .unknownOutcome("\(attempt) The broker may have it: check before sending again.")
                    : .notSent("\(attempt) Nothing was sent.")
            )
        )
    }

    private func settle(_ order: MQTTPublishOrder, _ outcome: Result<PublishReceipt, MQTTFailure>) {
        if order.reply.settle(outcome) { inbox.publishAnswered() }
    }

    static func cancelled(_ order: MQTTPublishOrder) -> MQTTFailure {
        .notSent("\(attempt(order)) was cancelled before anything was sent.")
    }

    private static func attempt(_ order: MQTTPublishOrder) -> String {
        "Publishing to '\(order.publication.topic.printable())'"
    }
}
