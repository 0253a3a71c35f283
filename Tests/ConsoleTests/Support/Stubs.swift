import Console
import Domain
import Intake
import Ledger
import Logging
import Ports
import Response
import Synchronization

/// An inbox that remembers what it was given, and answers as it is told to.
final class StubInbox: Inbox {
    struct Contents: Sendable {
        var events: [Event] = []
        var actors: [Actor] = []
        var refusals: [String] = []
    }

    private let state = Mutex(Contents())
    private let refusal: IntakeRefusal?
    /// Awaited before an answer: the commit that an answer waits for.
    private let commit: @Sendable () async -> Void

    init(refusing refusal: IntakeRefusal? = nil, commit: @escaping @Sendable () async -> Void = {}) {
        self.refusal = refusal
        self.commit = commit
    }

    var contents: Contents { state.withLock { $0 } }

    func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        if let refusal { throw refusal }
        await commit()
        return state.withLock { state in
            state.actors.append(source)
            return events.map { event in
                let known = state.events.first { $0.key == event.key }
                state.events.append(event)
                let incidents = IncidentID("inc_1").map { [$0] } ?? []
                let receipt = EventReceipt(of: known ?? event, incidents: incidents, isDuplicate: known != nil)
                return receipt.answer(to: event)
            }
        }
    }

    func refused(_ reason: String, from source: Actor) async {
        state.withLock {
            $0.refusals.append(reason)
            $0.actors.append(source)
        }
    }
}

final class StubStarter: RunStarter {
    struct Start: Hashable, Sendable {
        let order: RunOrder
        let actor: Actor
    }

    private let state = Mutex<[Start]>([])
    private let refusal: OrderRefusal?

    init(refusing refusal: OrderRefusal? = nil) { self.refusal = refusal }

    var starts: [Start] { state.withLock { $0 } }

    func start(_ order: RunOrder, by actor: Actor) async throws(OrderRefusal) -> IncidentID {
        if let refusal { throw refusal }
        state.withLock { $0.append(Start(order: order, actor: actor)) }
        guard let id = IncidentID("inc_7") else { preconditionFailure("an id is spelled so") }
        return id
    }
}

/// Remembers what was ordered, and answers as it is told to.
final class StubOrderTaker: OrderTaker {
    private let state = Mutex<[OperatorOrder]>([])
    private let refusal: OrderRefusal?

    init(refusing refusal: OrderRefusal? = nil) { self.refusal = refusal }

    var orders: [OperatorOrder] { state.withLock { $0 } }

    func carryOut(_ order: OperatorOrder) async throws(OrderRefusal) -> OrderReceipt {
        if let refusal { throw refusal }
        state.withLock { $0.append(order) }
        return OrderReceipt(count: 3, left: 1)
    }
}

/// Says what it was told.
struct StubQuarantine: QuarantineKeeper {
    func retry(_ id: String, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        "\(id) tried again by \(actor.name): \(reason)"
    }

    func drop(_ id: String, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        "\(id) dropped by \(actor.name): \(reason)"
    }
}

struct StubRedactor: Redactor {
    func redact(_ entry: UInt64, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        "entry \(entry) redacted by \(actor.name): \(reason)"
    }
}

/// Remembers what it was to write down.
final class StubRecorder: AuditRecorder {
    private let state = Mutex<[AuditRecord]>([])

    var records: [AuditRecord] { state.withLock { $0 } }

    func record(_ record: AuditRecord, redaction: Redaction?) async throws(OperatorError) {
        state.withLock { $0.append(record) }
    }
}

struct StubStatus: StatusReporter {
    var now = EngineStatus()

    func status() -> EngineStatus { now }
}

/// A clock that stands still, and never wakes anybody.
struct StillSurroundings: Surroundings {
    /// The same bytes each time, so that what is made of them is.
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    func now() -> Instant { Instant(millisecondsSinceEpoch: 1_790_000_000_000) }

    func sleep(until deadline: Instant) async {
        for await _ in AsyncStream<Void>.makeStream().stream {}
    }
}

/// A clock by which a minute passes each time that somebody looks.
final class HastySurroundings: Surroundings {
    private let time = Mutex(Instant(millisecondsSinceEpoch: 1_790_000_000_000))
    private let wakes: Bool

    /// Where nobody wakes, what is late is only seen by those who look at the clock.
    init(wakes: Bool = true) { self.wakes = wakes }

    /// The same bytes each time, so that what is made of them is.
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    func now() -> Instant {
        time.withLock { time in
            time = time + .seconds(60)
            return time
        }
    }

    func sleep(until deadline: Instant) async {
        if !wakes { await StillSurroundings().sleep(until: deadline) }
    }
}

struct StubWitnesses: WitnessReporter {
    var now: [WitnessStatus] = []

    func witnesses() -> [WitnessStatus] { now }
}

/// Keeps every line that is logged, at every level.
struct LinesLogHandler: LogHandler {
    static let logger = Logger(label: "console") { _ in LinesLogHandler() }
    private static let state = Mutex<[String]>([])

    static var lines: [String] { state.withLock { $0 } }

    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        Self.state.withLock { $0.append("\(event.message) \(metadata) \(event.metadata ?? [:])") }
    }
}

extension ConsoleParts {
    /// For a console that is never run.
    static var stubs: ConsoleParts {
        ConsoleParts(
            reception: Reception(StubInbox(), watch: NoWatch(), logger: LinesLogHandler.logger),
            starter: StubStarter(),
            orders: StubOrderTaker(),
            quarantine: StubQuarantine(),
            redactor: StubRedactor(),
            recorder: StubRecorder(),
            history: StubHistory(),
            status: StubStatus(),
            witnesses: StubWitnesses(),
            tokens: TokenVerifier([]),
            surroundings: StillSurroundings(),
            logger: Logger(label: "console") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
