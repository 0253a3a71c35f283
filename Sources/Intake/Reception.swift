public import Domain
public import Logging
public import Ports

/// The way of everything that comes in, whatever carried it: it is noted, read, and taken to the engine.
public struct Reception: Sendable {
    public enum Outcome: Sendable {
        /// Durable, each event of it but those that a receipt refuses, as another one came under their key before.
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
        try await together([arrival], from: source, countedAt: arrival.arrived)[0]
    }

    /// Takes in once more what came long ago, because a person wants it. It keeps its time, and does not count as brought by
    /// its sender: counted at that time, it would be refused for ever once the sender has brought something since.
    /// - Throws: where the engine takes nothing now.
    package func takeAgain(_ arrival: Arrival, from source: Actor) async throws(IntakeRefusal) -> Outcome {
        try await together([arrival], from: source, countedAt: nil)[0]
    }

    /// Takes in what came together: in one wait, because a commit's cost is shared.
    /// - Throws: where the engine takes nothing now. None of them may be acknowledged then.
    /// - Returns: what became of each, in their order.
    public func take(_ arrivals: [Arrival], from source: Actor) async throws(IntakeRefusal) -> [Outcome] {
        var outcomes: [Outcome] = []
        // What may be poison drags nothing else along, should it be.
        for group in arrivals.grouped(apart: { watch.isSuspect($0, from: source) }) {
            outcomes += try await together(group, from: source, countedAt: group[0].arrived)
        }
        return outcomes
    }

    /// Writes down that something came in that is no event.
    public func refuse(_ problem: EventProblem, from source: Actor) async -> Outcome {
        await inbox.refused(problem.sentence, from: source)
        return .refused(problem)
    }

    /// Without a time it does not count as brought by the sender.
    private func together(
        _ arrivals: [Arrival],
        from source: Actor,
        countedAt time: Instant?
    ) async throws(IntakeRefusal) -> [Outcome] {
        var passages: [Passage?] = []
        for arrival in arrivals { passages.append(await watch.enter(arrival, from: source)) }
        var isDone = false
        defer { for case let passage? in passages { watch.leave(passage, isDone: isDone) } }
        var readings = Readings()
        for (arrival, passage) in zip(arrivals, passages) {
            guard passage != nil else {
                readings.addQuarantined()
                continue
            }
            let reading = read(arrival)
            // What came together may be more than the inbox holds, and more than there is memory for once it is read. Where a
            // later part is refused all of it comes again, and what became durable is known then.
            if !readings.hasRoom(for: reading.events) { try await take(&readings, from: source, countedAt: time) }
            readings.add(reading)
        }
        try await take(&readings, from: source, countedAt: time)
        isDone = true
        return await outcomes(of: readings, from: source)
    }

    /// Takes in the part that was read, and is not taken in yet.
    private func take(
        _ readings: inout Readings,
        from source: Actor,
        countedAt time: Instant?
    ) async throws(IntakeRefusal) {
        // What is no event counts as one: it is written down.
        if let time {
            if readings.isFirstPart {
                try rates.take(readings.partCount, from: source, at: time)
            } else {
                rates.add(readings.partCount, from: source, at: time)
            }
        }
        readings.took(try await submit(readings.part, from: source))
    }

    private func read(_ arrival: Arrival) -> Result<Reading, EventProblem> {
        Result { () throws(EventProblem) in try reader.read(Delivery(arrival, limits: limits)) }
    }

    private func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        events.isEmpty ? [] : try await inbox.submit(events, from: source)
    }

    /// Events first: where they were refused, everything comes again, and no refusal is written down twice.
    private func outcomes(of readings: Readings, from source: Actor) async -> [Outcome] {
        var receipts = readings.receipts[...]
        var outcomes: [Outcome] = []
        for item in readings.items {
            switch item {
            case .quarantined: outcomes.append(.quarantined)
            case .events(let count):
                outcomes.append(.taken(Array(receipts.prefix(count))))
                receipts = receipts.dropFirst(count)
            case .notice(let notice):
                await tell(of: notice, from: source)
                outcomes.append(.noticed(notice))
            case .problem(let problem):
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

/// What came together, as far as it was read: its events are kept until they are taken in, part by part.
private struct Readings {
    enum Item {
        case quarantined
        case events(Int)
        case notice(IntakeNotice)
        case problem(EventProblem)
    }

    private(set) var items: [Item] = []
    private(set) var receipts: [EventReceipt] = []
    /// The events that are not taken in yet.
    private(set) var part: [Event] = []
    /// How many there are, and how much is no event.
    private(set) var partCount = 0
    private var partBytes = 0
    private(set) var isFirstPart = true

    func hasRoom(for events: [Event]) -> Bool {
        part.isEmpty || part.count + events.count <= IntakeLimits.eventsMax && partBytes < IntakeLimits.partBytesMax
    }

    mutating func addQuarantined() { items.append(.quarantined) }

    mutating func add(_ reading: Result<Reading, EventProblem>) {
        switch reading {
        case .success(.events(let events)):
            items.append(.events(events.count))
            part += events
            partBytes += events.reduce(0) { $0 + $1.footprint }
        case .success(.notice(let notice)): items.append(.notice(notice))
        case .failure(let problem): items.append(.problem(problem))
        }
        partCount += max(1, reading.events.count)
    }

    mutating func took(_ receipts: [EventReceipt]) {
        self.receipts += receipts
        (part, partCount, partBytes, isFirstPart) = ([], 0, 0, false)
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
