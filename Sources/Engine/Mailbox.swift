import Domain
import Ledger
import Ports
import Response
import Synchronization

/// What has arrived for the loop. Bounded for what comes from outside: a full mailbox refuses, and nothing grows in
/// silence. Outcomes of effects always find a place; their number is bounded by the effects under way.
final class Mailbox: Sendable {
    /// One thing to take in, and whoever waits for its answer.
    struct Letter: Sendable {
        enum Content: Sendable {
            case event(Event, device: DeviceLookup, from: Actor)
            case start(ManualStart, device: DeviceLookup)
            case order(OperatorOrder, Reply<OrderOutcome>)
            case fleet(FleetSnapshot)
            case outcome(Input)
            case refusal(reason: String, from: Actor)
            case record(AuditRecord, Redaction?, Reply<Bool>)
        }

        let content: Content
        let reply: Reply<EventAnswer>?

        var isOutcome: Bool {
            if case .outcome = content { true } else { false }
        }

        /// The intent whose outcome it brings, if it brings one.
        var outcomeOf: IntentID? {
            switch content {
            case .outcome(.finished(let id, _)), .outcome(.probed(let id, _)): id
            case .outcome, .event, .start, .order, .fleet, .refusal, .record: nil
            }
        }

        /// The event that it brings, and who does, if it brings one.
        var delivery: (event: Event, sender: Actor)? {
            switch content {
            case .event(let event, _, let sender): (event, sender)
            case .start(let start, _): (start.event, start.by)
            case .order, .fleet, .outcome, .refusal, .record: nil
            }
        }

        var eventKey: Event.Key? { delivery?.event.key }
    }

    /// What becomes of an event: durable, or why not.
    typealias EventAnswer = Result<EventReceipt, IntakeRefusal>

    /// What becomes of an order: it counts, or why not.
    typealias OrderOutcome = Result<OrderReceipt, OrderRefusal>

    private struct State {
        var letters: [Letter] = []
        var isClosed = false
        /// Why nothing is taken in for the moment.
        var refusal: IntakeRefusal?
        /// Whether there is something for the reader to look at besides letters. Kept until it looks, where it does not wait.
        var isWoken = false
        /// Resumed when something arrives. One reader: the loop.
        var reader: CheckedContinuation<Void, Never>?
    }

    private let capacity: Int
    private let retryAfter: Duration
    private let state = Mutex(State())

    init(_ limits: Limits) {
        capacity = limits.inboxCountMax
        retryAfter = limits.inboxRetryAfter
        precondition(capacity >= 1, "a mailbox holds something")
    }

    /// Puts letters in together, or none of them.
    func post(_ letters: [Letter]) throws(IntakeRefusal) {
        let reader = try state.withLock { (state) throws(IntakeRefusal) in
            if state.isClosed { throw .closing }
            if let refusal = state.refusal { throw refusal }
            guard state.letters.count + letters.count <= capacity else {
                throw .full(capacity: capacity, retryAfter: retryAfter)
            }
            state.letters += letters
            return state.reader.take()
        }
        reader?.resume()
    }

    /// Puts the outcome of an effect in. Never refused: it is what the engine waits for.
    func post(outcome input: Input) {
        let reader = state.withLock { state in
            state.letters.append(Letter(content: .outcome(input), reply: nil))
            return state.reader.take()
        }
        reader?.resume()
    }

    /// Refuses everything from outside for the moment, or, with nil, no more.
    func refuse(_ refusal: IntakeRefusal?) { state.withLock { $0.refusal = refusal } }

    /// Letters that were taken, and could not be dealt with: they come first, in their order.
    func putBack(_ letters: [Letter]) { state.withLock { $0.letters.insert(contentsOf: letters, at: 0) } }

    /// Lets the reader look again at what it waits for.
    func wake() {
        let reader = state.withLock { state in
            let reader = state.reader.take()
            state.isWoken = reader == nil
            return reader
        }
        reader?.resume()
    }

    /// From now on nothing from outside is taken in.
    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// Closes it, and drops what nobody will take any more: each sender is told.
    func abandon() {
        close()
        _ = take(atMost: .max)
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }
    var isEmpty: Bool { state.withLock { $0.letters.isEmpty } }
    var count: Int { state.withLock { $0.letters.count } }

    /// Up to `count` of the letters that have arrived, in their order. None where nothing has.
    func take(atMost count: Int) -> [Letter] {
        state.withLock { state in
            let taken = Array(state.letters.prefix(count))
            state.letters.removeFirst(taken.count)
            return taken
        }
    }

    /// All outcomes of effects that have arrived, in their order.
    func takeOutcomes() -> [Letter] {
        state.withLock { state in
            let taken = state.letters.filter(\.isOutcome)
            if !taken.isEmpty { state.letters.removeAll(where: \.isOutcome) }
            return taken
        }
    }

    /// Returns when there is something to take, somebody woke the reader, or the task is cancelled.
    func arrival() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let readyNow = state.withLock { state in
                    let isWoken = state.isWoken
                    state.isWoken = false
                    guard state.letters.isEmpty, !isWoken, !Task.isCancelled else { return true }
                    state.reader = continuation
                    return false
                }
                if readyNow { continuation.resume() }
            }
        } onCancel: {
            let reader = state.withLock { $0.reader.take() }
            reader?.resume()
        }
    }
}
