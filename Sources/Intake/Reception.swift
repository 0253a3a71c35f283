public import Domain
public import Logging
public import Ports

/// The way of everything that comes in, whatever carried it: it is noted, read, and taken to the engine.
public struct Reception: Sendable {
    public enum Outcome: Sendable {
        /// Durable, each event of it.
        case taken([EventReceipt])
        /// No event, and no mistake: the sender wants something of the operator, who is told.
        case noticed(IntakeNotice)
        /// No event; it is written down, and would be none the next time either.
        case refused(EventProblem)
        /// Kept as it came, because it ended the engine again and again. A person decides about it.
        case quarantined
    }

    private let inbox: any Inbox
    private let reader: EventReader
    private let watch: any ArrivalWatch
    private let rates: SenderRates
    private let limits: Limits
    private let logger: Logger

    public init(
        _ inbox: any Inbox,
        reader: EventReader = EventReader(),
        watch: any ArrivalWatch,
        limits: Limits = Limits(),
        logger: Logger
    ) {
        self.inbox = inbox
        self.reader = reader
        self.watch = watch
        rates = SenderRates(limits, logger)
        self.limits = limits
        self.logger = logger
    }

    /// How many events of each sender were refused, of those that brought more than their share.
    public var refusedSenders: [(sender: String, count: Int)] { rates.refused }

    /// Takes one in.
    /// - Throws: where the engine takes nothing now. The sender keeps it, and sends it again.
    public func take(_ arrival: Arrival, from source: Actor) async throws(IntakeRefusal) -> Outcome {
        try await together([arrival], from: source)[0]
    }

    /// Takes in what came together: in one wait, because a commit's cost is shared.
    /// - Throws: where the engine takes nothing now. None of them may be acknowledged then.
    /// - Returns: what became of each, in their order.
    public func take(_ arrivals: [Arrival], from source: Actor) async throws(IntakeRefusal) -> [Outcome] {
        var outcomes: [Outcome] = []
        // What may be poison drags nothing else along, should it be.
        for group in arrivals.grouped(apart: { watch.isSuspect($0, from: source) }) {
            outcomes += try await together(group, from: source)
        }
        return outcomes
    }

    /// Writes down that something came in that is no event.
    public func refuse(_ problem: EventProblem, from source: Actor) async -> Outcome {
        await inbox.refused(problem.sentence, from: source)
        return .refused(problem)
    }

    private func together(_ arrivals: [Arrival], from source: Actor) async throws(IntakeRefusal) -> [Outcome] {
        var passages: [Passage?] = []
        for arrival in arrivals { passages.append(await watch.enter(arrival, from: source)) }
        var isDone = false
        defer { for case let passage? in passages { watch.leave(passage, isDone: isDone) } }
        let readings = zip(arrivals, passages).map { $1 == nil ? nil : read($0) }
        var receipts: [EventReceipt] = []
        // What came together may be more than the inbox holds. Where a later part is refused all of it comes again, and what
        // became durable is known then.
        for part in readings.parts(of: IntakeLimits.eventsMax) {
            // What is no event counts as one: it is written down.
            let count = part.reduce(0) { $0 + ($1.map { max(1, $0.events.count) } ?? 0) }
            if let first = arrivals.first { try rates.take(count, from: source, at: first.arrived) }
            receipts += try await submit(part.flatMap { $0?.events ?? [] }, from: source)
        }
        isDone = true
        return await outcomes(of: readings, receipts, from: source)
    }

    private func read(_ arrival: Arrival) -> Result<Reading, EventProblem> {
        Result { () throws(EventProblem) in try reader.read(Delivery(arrival, limits: limits)) }
    }

    private func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        events.isEmpty ? [] : try await inbox.submit(events, from: source)
    }

    /// Events first: where they were refused, everything comes again, and no refusal is written down twice.
    private func outcomes(
        of readings: [Result<Reading, EventProblem>?],
        _ receipts: [EventReceipt],
        from source: Actor
    ) async -> [Outcome] {
        var receipts = receipts[...]
        var outcomes: [Outcome] = []
        for reading in readings {
            switch reading {
            case nil: outcomes.append(.quarantined)
            case .success(.events(let events))?:
                outcomes.append(.taken(Array(receipts.prefix(events.count))))
                receipts = receipts.dropFirst(events.count)
            case .success(.notice(let notice))?:
                await tell(of: notice, from: source)
                outcomes.append(.noticed(notice))
            case .failure(let problem)?:
                outcomes.append(await refuse(problem, from: source))
            }
        }
        return outcomes
    }

    /// The link carries a token, so it goes to the log alone, where the operator looks for it.
    private func tell(of notice: IntakeNotice, from source: Actor) async {
        logger.notice("\(notice.sentence); nothing was fetched: open the link if you want that: \(notice.link)")
        await inbox.refused("\(notice.sentence); the link stands in the engine's log", from: source)
    }
}

extension Result<Reading, EventProblem> {
    fileprivate var events: [Event] {
        if case .success(.events(let events)) = self { events } else { [] }
    }
}

extension [Result<Reading, EventProblem>?] {
    /// In their order, each with no more events than that, unless one reading has more by itself.
    fileprivate func parts(of eventsMax: Int) -> [ArraySlice<Element>] {
        var parts: [ArraySlice<Element>] = []
        var (first, count) = (startIndex, 0)
        for index in indices {
            let events = self[index]?.events.count ?? 0
            if index > first, count + events > eventsMax {
                parts.append(self[first..<index])
                (first, count) = (index, 0)
            }
            count += events
        }
        return first < endIndex ? parts + [self[first...]] : parts
    }
}

extension Array {
    /// In their order: each that is apart by itself, and those between them together.
    fileprivate func grouped(apart isApart: (Element) -> Bool) -> [[Element]] {
        var groups: [[Element]] = []
        var isOpen = false
        for element in self {
            let apart = isApart(element)
            if apart || !isOpen { groups.append([element]) } else { groups[groups.count - 1].append(element) }
            isOpen = !apart
        }
        return groups
    }
}
