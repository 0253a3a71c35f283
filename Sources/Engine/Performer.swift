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
    private let breakers: Breakers
    private let stopSwitch: any StopSwitch
    private let surroundings: any Surroundings
    private let protections: ProtectionCheck
    private let evidenceBytesMax: Int
    /// Emptied at once: each becomes a task, which waits in a bounded line.
    private let envelopes: AsyncStream<Envelope>
    private let sender: AsyncStream<Envelope>.Continuation
    private let work = Mutex(Work())

    private struct Work {
        var underWay = 0
        /// Those that only wait for a message: they may take hours, and keep nobody from acting or from ending.
        var listening: Set<IntentID> = []
    }

    init(_ parts: EngineParts, _ mailbox: Mailbox) {
        drivers = Dictionary(uniqueKeysWithValues: parts.drivers.map { (type(of: $0).descriptor.name, $0) })
        self.mailbox = mailbox
        permits = Permits(
            perKey: parts.limits.effectsPerConnectionMax,
            waitingMax: parts.limits.effectsWaitingPerConnectionMax,
            parts.surroundings
        )
        breakers = Breakers(parts.surroundings, parts.limits, parts.logger)
        stopSwitch = parts.stopSwitch
        surroundings = parts.surroundings
        protections = ProtectionCheck(parts.registry, parts.surroundings, parts.limits)
        evidenceBytesMax = parts.limits.evidenceBytesMax
        (envelopes, sender) = AsyncStream.makeStream()
    }

    /// Effects taken whose outcome the loop has not taken in yet, besides those that listen.
    var countUnderWay: Int { work.withLock(\.underWay) }
    var connections: [ConnectionStatus] { breakers.connections }

    /// The loop has taken these outcomes out of the mailbox. Counted there and not when they are posted, so that no outcome
    /// is between the two when the loop asks whether it may end.
    func tookIn(outcomesOf intents: [IntentID]) {
        work.withLock { work in
            for id in intents where work.listening.remove(id) == nil { work.underWay -= 1 }
        }
    }

    /// Takes an effect whose intent is durable.
    func take(_ recorded: consuming RecordedIntent, _ effect: Effect) {
        let intent = effect.intent
        let listens = !intent.isDrill && listens(intent)
        work.withLock { work in
            if listens { work.listening.insert(intent.id) } else { work.underWay += 1 }
        }
        if intent.isDrill {
            mailbox.post(outcome: .finished(intent.id, .success(.rehearsed)))
            return
        }
        sender.yield(Envelope(recorded, effect))
    }

    /// Works until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.permits.watch() }
            for await envelope in envelopes {
                // At once: the command is on its way before this thread looks for the next one.
                group.addImmediateTask { await self.handOver(envelope) }
            }
        }
    }

    private func handOver(_ envelope: Envelope) async {
        let intent = envelope.effect.intent
        guard !listens(intent) else {
            // It may take hours, and asks nothing of the receiver: it keeps no place from a command.
            post(await outcome(of: envelope))
            return
        }
        let key = intent.attempt.request.connection ?? intent.attempt.request.action
        post(await outcome(of: envelope, on: key))
    }

    private func post(_ outcome: Input) { mailbox.post(outcome: outcome.bounded(to: evidenceBytesMax)) }

    private func listens(_ intent: Intent) -> Bool {
        drivers[intent.attempt.request.action].map { type(of: $0).descriptor.listens } ?? false
    }

    /// Hands it over where the connection has a place for it in time and somebody answers there. Where it does not,
    /// nothing has left, and so nothing has happened.
    private func outcome(of envelope: Envelope, on key: String) async -> Input {
        // Known before it waits in line, so that it does not.
        if !envelope.effect.isProbe, let refusal = breakers.refusal(key) { return envelope.effect.outcome(refusal) }
        let intent = envelope.effect.intent
        // Whoever is handed over has at least half of the attempt's time.
        let latest = intent.attempt.deadline - intent.timeout / 2
        let asked = surroundings.now()
        if !envelope.effect.isProbe, let objection = await protections.objection(to: intent, until: latest) {
            return envelope.effect.outcome(objection)
        }
        switch await permits.acquire(key, until: latest) {
        case .granted: break
        case .tooLate: return envelope.effect.outcome(.tooLate(key, intent))
        case .lineIsFull(let count): return envelope.effect.outcome(.lineIsFull(key, count))
        }
        defer { permits.release(key) }
        guard !envelope.effect.isProbe else { return await outcome(of: envelope) }
        // Somebody may have protected the device while it waited long for its place.
        if !protections.counts(asked), let objection = await protections.objection(to: intent, until: latest) {
            return envelope.effect.outcome(objection)
        }
        // Its turn may have waited for room on the disk, or it for its place, since anybody looked.
        if stopSwitch.isThrown() { return envelope.effect.outcome(.stopped) }
        do throws(ActionFailure) {
            let admission = try breakers.admit(key)
            let outcome = await outcome(of: envelope)
            breakers.take(.init(outcome, of: intent), of: admission, on: key)
            return outcome
        } catch {
            return envelope.effect.outcome(error)
        }
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
                return .finished(
                    intent.id,
                    .success(try await driver.perform(envelope.open().handedOver(at: surroundings.now())))
                )
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

extension Effect {
    fileprivate var isProbe: Bool {
        switch self {
        case .probe: true
        case .perform: false
        }
    }

    /// What is said of an effect that was not handed over.
    fileprivate func outcome(_ failure: ActionFailure) -> Input {
        switch self {
        case .perform(let intent): .finished(intent.id, .failure(failure))
        case .probe(let intent): .probed(intent.id, .unclear(failure.error))
        }
    }
}

extension Breaker.Verdict {
    /// A refusal is an answer. Where a confirmation was asked for, silence may be the device's, and says nothing of the
    /// connection: devices that are gone must not keep others from being reached.
    fileprivate init(_ outcome: Input, of intent: Intent) {
        guard case .finished(_, .failure(let failure)) = outcome else {
            self = .answered
            return
        }
        switch failure {
        case .permanent: self = .answered
        case .transient(let error, _, let isAnswered): self = isAnswered ? .answered : .missing(error)
        case .unknownOutcome(let error, _): self = intent.confirmation == nil ? .missing(error) : .unclear
        }
    }
}

extension ActionFailure {
    fileprivate static func tooLate(_ connection: String, _ intent: Intent) -> Self {
        .transient(
            OperatorError(
                attempted: "use connection '\(connection)'",
                reason: "\(HandOverWords.noPlace) for \((intent.timeout / 2).spoken); \(HandOverWords.nothingSent)",
                remedy: "look whether the receiver is slow; raise 'timeout' where it needs longer"
            )
        )
    }

    fileprivate static let stopped = Self.transient(
        OperatorError(
            attempted: "hand the command over",
            reason: "everything is stopped; \(HandOverWords.nothingSent)",
            remedy: "'cordon resume --all' lets it go on"
        )
    )

    fileprivate static func lineIsFull(_ connection: String, _ count: Int) -> Self {
        .transient(
            OperatorError(
                attempted: "use connection '\(connection)'",
                reason: "\(count) attempts wait for a place on it already; \(HandOverWords.nothingSent)",
                remedy: "look whether the receiver is slow; limits on playbooks keep such a crowd away"
            )
        )
    }
}
