import Domain
import Playbooks
import Ports
import Response
import Synchronization

/// Carries out recorded effects, many at once, a bounded number on each connection, and posts what became of them.
///
/// The hand-over to a driver happens here and nowhere else; a drill's stops one line before it.
final class Performer: Sendable {
    private let drivers: [String: any ActionDriver]
    private let mailbox: Mailbox
    private let permits: Permits
    private let envelopes: AsyncStream<Envelope>
    private let sender: AsyncStream<Envelope>.Continuation
    private let underWay = Mutex(0)

    init(drivers: [any ActionDriver], mailbox: Mailbox, perConnectionMax: Int) {
        self.drivers = Dictionary(uniqueKeysWithValues: drivers.map { (type(of: $0).descriptor.name, $0) })
        self.mailbox = mailbox
        permits = Permits(perKey: perConnectionMax)
        (envelopes, sender) = AsyncStream.makeStream()
    }

    /// Effects taken whose outcome the loop has not taken in yet.
    var countUnderWay: Int { underWay.withLock { $0 } }

    /// The loop has taken so many outcomes out of the mailbox. Counted there and not when they are posted, so that no
    /// outcome is between the two when the loop asks whether it may end.
    func tookIn(outcomes count: Int) { underWay.withLock { $0 -= count } }

    /// Takes an effect whose intent is durable.
    func take(_ recorded: consuming RecordedIntent, _ effect: Effect) {
        let intent = effect.intent
        underWay.withLock { $0 += 1 }
        if intent.isDrill {
            mailbox.post(outcome: .finished(intent.id, .success(.rehearsed)))
            return
        }
        sender.yield(Envelope(recorded, effect))
    }

    /// Works until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await envelope in envelopes {
                group.addTask { await self.handOver(envelope) }
            }
        }
    }

    private func handOver(_ envelope: Envelope) async {
        let intent = envelope.effect.intent
        guard !listens(intent) else {
            // It may take hours, and asks nothing of the receiver: it keeps no place from a command.
            mailbox.post(outcome: await outcome(of: envelope))
            return
        }
        let key = intent.attempt.request.connection ?? intent.attempt.request.action
        await permits.acquire(key)
        let outcome = await outcome(of: envelope)
        permits.release(key)
        mailbox.post(outcome: outcome)
    }

    private func listens(_ intent: Intent) -> Bool {
        drivers[intent.attempt.request.action].map { type(of: $0).descriptor.listens } ?? false
    }

    private func outcome(of envelope: Envelope) async -> Input {
        let intent = envelope.effect.intent
        guard let driver = drivers[intent.attempt.request.action] else {
            preconditionFailure("a playbook compiles only with the actions that there are")
        }
        switch envelope.effect {
        case .probe:
            guard let driver = driver as? any ProbingAction else {
                preconditionFailure("the core probes only where the driver can")
            }
            return .probed(intent.id, await driver.probe(intent))
        case .perform:
            do throws(ActionFailure) {
                return .finished(intent.id, .success(try await driver.perform(envelope.open())))
            } catch {
                return .finished(intent.id, .failure(error))
            }
        }
    }
}

/// Carries a recorded intent, which cannot be copied, through a stream, whose elements can.
private final class Envelope: Sendable {
    let effect: Effect
    private let content: Mutex<RecordedIntent?>

    init(_ recorded: consuming RecordedIntent, _ effect: Effect) {
        self.effect = effect
        content = Mutex(recorded)
    }

    /// - Precondition: it was not opened before: an intent is spent once.
    func open() -> RecordedIntent {
        guard let recorded = content.withLock({ $0.take() }) else { preconditionFailure("an intent is spent once") }
        return recorded
    }
}
