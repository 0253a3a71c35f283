public import Domain
import Ledger
import Playbooks
public import Ports
public import Response

extension Engine: Inbox {
    public func submit(_ event: Event, from source: Actor) async throws(IntakeRefusal) -> EventReceipt {
        let receipts = try await submit([event], from: source)
        return receipts[0]
    }

    public func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        if let refusal = refusalOfEvents { throw refusal }
        await countFleet()
        var contents: [Mailbox.Letter.Content] = []
        for event in events { contents.append(.event(event, device: await lookUp(event.device), from: source)) }
        return try await send(contents)
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
        return try answer.get()
    }

    /// Runs a playbook because a person said so.
    public func start(_ start: ManualStart) async throws(IntakeRefusal) -> EventReceipt {
        await countFleet()
        let receipts = try await send([.start(start, device: await lookUp(start.event.device))])
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

    /// Asked before the letter is posted, so that a slow registry delays its own event and never the loop.
    private func lookUp(_ id: DeviceID) async -> DeviceLookup {
        do throws(OperatorError) {
            return .found(try await parts.registry.device(id) ?? .unregistered(id))
        } catch {
            return .unavailable(id, error)
        }
    }

    /// Posts the letters together and waits until each is answered.
    private func send(_ contents: [Mailbox.Letter.Content]) async throws(IntakeRefusal) -> [EventReceipt] {
        // Nobody would ever be answered.
        guard !contents.isEmpty else { return [] }
        let (answers, sender) = AsyncStream<(Int, Mailbox.EventAnswer?)>.makeStream()
        try mailbox.post(
            contents.enumerated().map { position, content in
                Mailbox.Letter(content: content, reply: Reply { sender.yield((position, $0)) })
            }
        )
        var receipts: [EventReceipt?] = Array(repeating: nil, count: contents.count)
        var refusal: IntakeRefusal?
        var missing = contents.count
        for await (position, answer) in answers {
            // No answer means that the engine ended before the turn was durable: the sender keeps its event.
            switch answer {
            case .success(let receipt)?: receipts[position] = receipt
            case .failure(let reason)?: refusal = refusal ?? reason
            case nil: refusal = .closing
            }
            missing -= 1
            if missing == 0 { break }
        }
        // Those of them that are durable are known when all of them come again.
        if let refusal { throw refusal }
        let answered = receipts.compactMap(\.self)
        guard answered.count == contents.count else { throw .closing }
        return answered
    }
}
