public import Domain
public import Ledger
import Playbooks
public import Ports
public import Response

extension Engine: Inbox, AuditRecorder {
    public func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        if let refusal = refusalOfEvents { throw refusal }
        let bytes = events.reduce(0) { $0 + $1.footprint }
        guard load.takeIn(bytes, atMost: parts.limits.inboxBytesMax) else {
            let reason = "the events that wait take what memory there is for them"
            throw .busy(reason: reason, retryAfter: parts.limits.inboxRetryAfter)
        }
        defer { load.letGo(bytes) }
        await countFleet()
        let devices = await lookUp(events.map(\.device))
        return try await send(zip(events, devices).map { .event($0, device: $1, from: source) })
    }

    /// Carries out what a person wants of what is under way. Returns once it is durable.
    /// - Throws: why it does not count. Nothing has changed then.
    public func carryOut(_ order: OperatorOrder) async throws(OrderRefusal) -> OrderReceipt {
        let answer: Mailbox.OrderOutcome? = await withCheckedContinuation { continuation in
            let reply = Reply<Mailbox.OrderOutcome> { continuation.resume(returning: $0) }
            do throws(IntakeRefusal) {
                try mailbox.post([Mailbox.Letter(content: .order(order, reply), reply: nil)])
            } catch {
                reply.answer(.failure(.notNow(error)))
            }
        }
        // No answer means that the engine ended before the turn was durable.
        guard let answer else { throw .notNow(.closing) }
        do throws(OrderRefusal) {
            return completed(try answer.get(), of: order)
        } catch {
            throw explained(error, of: order)
        }
    }

    public func record(_ record: AuditRecord, redaction: Redaction?) async throws(OperatorError) {
        let isDurable: Bool? = await withCheckedContinuation { continuation in
            let reply = Reply<Bool> { continuation.resume(returning: $0) }
            try? mailbox.post([Mailbox.Letter(content: .record(record, redaction, reply), reply: nil)])
        }
        guard isDurable == true else { throw .notRecorded }
    }

    /// Runs a playbook because a person said so.
    public func start(_ start: ManualStart) async throws(IntakeRefusal) -> EventReceipt {
        await countFleet()
        let receipts = try await send([.start(start, device: await lookUp([start.event.device])[0])])
        return receipts[0]
    }

    public func refused(_ reason: String, from source: Actor) async {
        // Where the mailbox is full or closed, the sender is told all the same; only the count is lost.
        try? mailbox.post([Mailbox.Letter(content: .refusal(reason: reason, from: source), reply: nil)])
    }

    /// How many devices there are, where a playbook asks and it was not counted lately. The loop knows before the event.
    private func countFleet() async {
        guard parts.playbooks.contains(where: \.readsFleet), let counted = await fleet.countedAnew() else { return }
        // Where it is not taken in, neither is what comes after it.
        try? mailbox.post([Mailbox.Letter(content: .fleet(counted), reply: nil)])
    }

    /// In their order. Asked before the letters are posted, so that a slow registry delays its own events and never the
    /// loop.
    private func lookUp(_ ids: [DeviceID]) async -> [DeviceLookup] {
        let answers = await parts.registry.devices(ids)
        return ids.map { id in
            switch answers[id] {
            case .success(let device)?: .found(device ?? .unregistered(id))
            case .failure(let error)?: .unavailable(id, error)
            case nil: preconditionFailure("a registry answers for each device that it is asked about")
            }
        }
    }

    /// Posts the letters together and waits until each is answered.
    private func send(_ contents: [Mailbox.Letter.Content]) async throws(IntakeRefusal) -> [EventReceipt] {
        // Nobody would ever be answered.
        guard !contents.isEmpty else { return [] }
        let answers = Answers(count: contents.count)
        try mailbox.post(
            contents.enumerated().map { position, content in
                Mailbox.Letter(content: content, reply: Reply { answers.take($0, at: position) })
            }
        )
        var receipts: [EventReceipt] = []
        var refusal: IntakeRefusal?
        for answer in await answers.all() {
            // No answer means that the engine ended before the turn was durable: the sender keeps its event.
            switch answer {
            case .success(let receipt)?: receipts.append(receipt)
            case .failure(let reason)?: refusal = reason
            case nil: refusal = .closing
            }
        }
        // Those of them that are durable are known when all of them come again.
        if let refusal { throw refusal }
        return receipts
    }
}

extension OperatorError {
    fileprivate static let notRecorded = Self(
        attempted: "write into the audit log",
        reason: "the engine takes nothing now: it is stopping, has too much to do, or has no room",
        remedy: "try again in a moment; what it is about is not done without an entry"
    )
}
