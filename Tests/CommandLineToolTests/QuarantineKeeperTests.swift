import CommandLineTool
import Domain
import Intake
import Ledger
import Logging
import Ports
import Quarantine
import Response
import StoreSQLite
import Synchronization
import TestKit
import Testing

/// What people decide about an arrival in quarantine, and what becomes of it in the engine.
@Suite struct QuarantineKeeperTests {
    private let folder = TemporaryFolder()
    private let clock = VirtualSurroundings()
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// An event that does not say when it happened: it did when it arrived.
    private func arrival(_ id: String) -> Arrival {
        Arrival(
            body: Array(#"{"specversion":"1.0","id":"\#(id)","source":"s","type":"t","subject":"pump-1"}"#.utf8),
            contentType: "application/cloudevents+json",
            arrived: clock.now()
        )
    }

    /// The next process, and what it has in quarantine after three ends with this in hands.
    private func process(after poison: Arrival) async throws -> (quarantine: QuarantineWatch, id: String) {
        for _ in 1...3 {
            let process = try QuarantineWatch(state: folder.path, now: clock.now(), logger: quiet)
            #expect(await process.enter(poison, from: Sample.monitor) != nil)
        }
        let quarantine = try QuarantineWatch(state: folder.path, now: clock.now(), logger: quiet)
        let kept = try quarantine.folder.all()
        return (quarantine, try #require(kept.first).id)
    }

    /// The database of an engine that took in an alarm of that age.
    private func left(byAlarmOf age: Duration = .zero) async throws -> LeftBehind {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", on: "{event: violation, max_age: 10m}")
        )
        harness.event(Sample.event("e-1", at: harness.now - age))
        return try await LeftBehind(harness, in: folder)
    }

    private func keeper(
        _ quarantine: QuarantineWatch,
        _ engine: StubEngine,
        _ left: LeftBehind,
        _ reception: Reception? = nil
    ) -> EngineQuarantineKeeper {
        EngineQuarantineKeeper(
            quarantine: quarantine,
            recorder: engine,
            reception: reception ?? Reception(engine, watch: quarantine, logger: quiet),
            history: left.history,
            surroundings: clock
        )
    }

    @Test(arguments: [(age: 601, isTooOld: true), (age: 600, isTooOld: false)])
    func `of an alarm that is older than max_age it says that nothing is done to the device`(
        age: Int,
        isTooOld: Bool
    ) async throws {
        let (quarantine, id) = try await process(after: arrival("poison"))
        let left = try await left(byAlarmOf: .seconds(age))
        let incident = try await left.incident().summary.incident.id
        let engine = StubEngine(incidents: [incident])
        let keeper = keeper(quarantine, engine, left)
        let sentence = try await keeper.retry(id, reason: "mended", by: Sample.operatorOnDuty)
        let taken = "\(id) did no harm this time: its event is taken in, and it is of \(incident)"
        let old = ". In \(incident) it is older than max_age, so nothing is done to the device: 'cordon run' acts"
        #expect(sentence == taken + (isTooOld ? old : ""))
    }

    @Test func `of an event whose id another one has it says that it is not taken in`() async throws {
        let (quarantine, id) = try await process(after: arrival("poison"))
        let key = Event.Key(source: "s", id: "poison")
        let engine = StubEngine(knowing: [Sample.event("e-1", of: "pump-2").with(key: key)])
        let keeper = try await keeper(quarantine, engine, left())
        let sentence = try await keeper.retry(id, reason: "mended", by: Sample.operatorOnDuty)
        let refusal = "another event came under this id before: device 'pump-2' then, 'pump-1' now"
        let start = "\(id) did no harm this time: its event is not taken in: \(refusal)"
        #expect(sentence.hasPrefix(start), "\(sentence)")
    }

    @Test func `what its sender brought since keeps nobody from trying it again, and it happened when it arrived`()
        async throws
    {
        let first = clock.now()
        let (quarantine, id) = try await process(after: arrival("poison"))
        let engine = StubEngine()
        let reception = Reception(engine, watch: quarantine, logger: quiet)
        clock.advance(by: .seconds(120))
        _ = try await reception.take(arrival("since"), from: Sample.monitor)
        let keeper = try await keeper(quarantine, engine, left(), reception)
        let sentence = try await keeper.retry(id, reason: "mended", by: Sample.operatorOnDuty)
        #expect(sentence.contains("did no harm this time"))
        #expect(engine.contents.events.map(\.key.id) == ["since", "poison"])
        #expect(engine.contents.events.map(\.time) == [clock.now(), first])
        #expect(engine.contents.records.map(\.action) == [.quarantineRetried])
        #expect(engine.contents.records.map(\.time) == [clock.now()])
        #expect(try quarantine.folder.all().map(\.state) == [.passed])
        #expect(reception.refusedSenders.isEmpty, "the sender is not blamed")
    }

    @Test func `where the engine takes nothing in, it stays in quarantine, and can be tried again`() async throws {
        let (quarantine, id) = try await process(after: arrival("poison"))
        let engine = StubEngine(refusing: .full(capacity: 1, retryAfter: .seconds(1)))
        let keeper = try await keeper(quarantine, engine, left())
        await #expect(throws: OperatorError.self) {
            try await keeper.retry(id, reason: "mended", by: Sample.operatorOnDuty)
        }
        #expect(try quarantine.folder.all().map(\.state) == [.held])
        #expect(await quarantine.enter(arrival("poison"), from: Sample.monitor) == nil)
    }
}

/// Remembers what it was given.
private final class StubEngine: Inbox, AuditRecorder {
    struct Contents: Sendable {
        var events: [Event] = []
        var records: [AuditRecord] = []
    }

    private let state = Mutex(Contents())
    private let refusal: IntakeRefusal?
    /// Of each event.
    private let incidents: [IncidentID]
    /// What came before.
    private let known: [Event]

    init(refusing refusal: IntakeRefusal? = nil, incidents: [IncidentID] = [], knowing known: [Event] = []) {
        self.refusal = refusal
        self.incidents = incidents
        self.known = known
    }

    var contents: Contents { state.withLock { $0 } }

    func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        if let refusal { throw refusal }
        state.withLock { $0.events += events }
        return events.map { event in
            let first = known.first { $0.key == event.key }
            return EventReceipt(of: first ?? event, incidents: incidents, isDuplicate: first != nil).answer(to: event)
        }
    }

    func refused(_ reason: String, from source: Actor) async {}

    func record(_ record: AuditRecord, redaction: Redaction?) async throws(OperatorError) {
        state.withLock { $0.records.append(record) }
    }
}
