import Domain
import Ledger
import Logging
import Ports
import ServiceLifecycle
import Synchronization
import TestKit
import Testing
import Transport
import Witness

/// A log and a real witness on loopback.
@Suite(.timeLimit(.minutes(1))) struct CosignatureCollectorTests {
    private let archive = StubArchive()
    private let keeper = SwitchedKeeper()
    private let lines = LogLines()

    /// Runs the witness and the collector for as long as the body does.
    private func collecting(_ body: (CosignatureCollector) async throws -> Void) async throws {
        var log = try #require(WitnessedLog(keys: [LedgerFixture.key.verifier]))
        if let last = keeper.last { _ = log.resume(last) }
        let quiet = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }
        let desk = WitnessDesk(
            key: WatchedPlant.witness,
            logs: [log],
            keeper: keeper,
            surroundings: VirtualSurroundings(),
            logger: quiet
        )
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = WitnessServer(
            host: "127.0.0.1",
            port: 0,
            desk: desk,
            surroundings: VirtualSurroundings(),
            logger: quiet
        ) { listening.yield($0) }
        let group = ServiceGroup(services: [server], logger: quiet)
        let serving = Task {
            defer { listening.finish() }
            try await group.run()
        }
        for await port in ports {
            let lines = lines
            let collector = CosignatureCollector(
                [
                    WitnessConnection(
                        key: WatchedPlant.witness.witness,
                        url: "http://127.0.0.1:\(port)/",
                        tls: TLSFiles(),
                        client: HTTPClient()
                    )
                ],
                archive: archive,
                surroundings: ImpatientSurroundings(),
                logger: Logger(label: "collector") { _ in LinesHandler(lines: lines) }
            )
            let collecting = Task { try await collector.run() }
            try await body(collector)
            collecting.cancel()
            let outcome = await collecting.result
            await group.triggerGracefulShutdown()
            try outcome.get()
        }
        try await serving.value
    }

    @Test func `each new checkpoint is cosigned, with the proof from the last`() async throws {
        var plant = try WatchedPlant()
        let first = try plant.grow(by: 3)
        archive.publish(first, plant.entries)
        try await collecting { collector in
            await archive.look(times: 2)
            #expect(archive.kept.map(\.size) == [3])
            archive.publish(try plant.grow(by: 300), plant.entries)
            await archive.look()
            #expect(archive.kept.map(\.size) == [3, 303])
            let cosigned = try SignedNote("\(first)\(archive.kept[0].lines)")
            #expect(try cosigned.cosignatures(by: [WatchedPlant.witness.witness]).count == 1)
            let status = try #require(collector.board.witnesses().first)
            #expect(status.size == 303 && status.trouble == nil && status.contradiction == nil)
        }
        #expect(lines.all.isEmpty)
    }

    @Test func `a witness that knows more than we remember is asked from there`() async throws {
        var plant = try WatchedPlant()
        archive.publish(try plant.grow(by: 3), plant.entries)
        try await collecting { _ in await archive.look() }
        #expect(keeper.last?.checkpoint.size == 3)
        // As after a crash between the answer and the commit.
        archive.forget()
        archive.publish(try plant.grow(by: 3), plant.entries)
        try await collecting { _ in await archive.look() }
        #expect(archive.kept.map(\.size) == [6])
    }

    @Test func `a witness that does not cosign is shown and told of once, and catches up`() async throws {
        var plant = try WatchedPlant()
        archive.publish(try plant.grow(by: 3), plant.entries)
        keeper.fail(true)
        try await collecting { collector in
            await archive.look(times: 3)
            #expect(collector.board.witnesses()[0].trouble?.reason == "it answered with status 500")
            #expect(lines.all.count == 1)
            keeper.fail(false)
            await archive.look()
            #expect(collector.board.witnesses()[0].trouble == nil)
        }
        #expect(archive.kept.map(\.size) == [3])
        #expect(lines.all.count == 2)
        #expect(lines.all.last?.contains("cosigns again") == true)
    }

    @Test func `a witness that saw another history is a critical message, and stays shown`() async throws {
        var plant = try WatchedPlant()
        var other = try WatchedPlant(history: 1)
        archive.publish(try plant.grow(by: 3), plant.entries)
        try await collecting { collector in
            await archive.look()
            archive.publish(try other.grow(by: 9), other.entries)
            await archive.look(times: 2)
            #expect(collector.board.witnesses()[0].contradiction != nil)
            archive.publish(try plant.grow(by: 9), plant.entries)
            await archive.look()
            #expect(archive.kept.map(\.size) == [3, 12])
            #expect(collector.board.witnesses()[0].contradiction != nil)
            #expect(collector.board.witnesses()[0].trouble == nil)
        }
        #expect(lines.all.count { $0.hasPrefix("critical") } == 1)
    }

    @Test func `a store that cannot be relied on ends it, and one without room does not`() async throws {
        var plant = try WatchedPlant()
        archive.publish(try plant.grow(by: 3), plant.entries)
        archive.fail(with: .full(Sample.error("no room")))
        try await collecting { collector in
            await archive.look()
            #expect(collector.board.witnesses()[0].trouble?.reason.contains("no room") == true)
            archive.fail(with: nil)
            await archive.look()
            #expect(archive.kept.count == 1)
        }
        archive.publish(try plant.grow(by: 3), plant.entries)
        archive.fail(with: .broken(Sample.error("broken")))
        await #expect(throws: OperatorError.self) {
            try await collecting { _ in await archive.lookAndFail() }
        }
    }
}

/// Nobody waits for anything.
private struct ImpatientSurroundings: Surroundings {
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    func now() -> Instant { Sample.start }
    func sleep(until _: Instant) async {}
}

/// What a log has published. It is looked at when a test says so.
private final class StubArchive: CheckpointArchive {
    private struct State {
        var last: StoredCheckpoint?
        var leaves: [TreeHash] = []
        var kept: [StoredCosignature] = []
        var failure: StoreFailure?
        var hasFailed = false
        var looksLeft = 0
        var isWaiting = false
    }

    private let state = Watched(State())

    var kept: [StoredCosignature] { state.value.kept }

    func publish(_ note: SignedNote, _ entries: [StoredEntry]) {
        state.update {
            $0.last = StoredCheckpoint(size: UInt64(entries.count), note: "\(note)")
            $0.leaves = entries.map(\.leafHash)
        }
    }

    func forget() { state.update { $0.kept = [] } }
    func fail(with failure: StoreFailure?) { state.update { ($0.failure, $0.hasFailed) = (failure, false) } }

    /// Returns when the collector has looked so many times, and has done what it does then.
    func look(times: Int = 1) async {
        state.update { $0.looksLeft = times }
        await state.until { $0.looksLeft == 0 && $0.isWaiting }
    }

    /// Returns when a cosignature could not be kept.
    func lookAndFail() async {
        state.update { $0.looksLeft = 1 }
        await state.until { $0.hasFailed }
    }

    func lastCheckpoint() async -> StoredCheckpoint? {
        state.update { $0.isWaiting = true }
        await state.until { $0.looksLeft > 0 }
        return state.update {
            $0.isWaiting = false
            $0.looksLeft -= 1
            return $0.last
        }
    }

    func consistencyProof(from old: UInt64, to new: UInt64) async throws(OperatorError) -> ConsistencyProof {
        do {
            return try ConsistencyProof(from: old, to: new, from: Leaves(hashes: state.value.leaves))
        } catch {
            throw Sample.error("\(error)")
        }
    }

    func lastCosignature(by witness: WitnessKey) -> StoredCosignature? {
        state.value.kept.last { $0.witness == witness }
    }

    func keep(_ cosignature: StoredCosignature) async throws(StoreFailure) {
        let failure = state.update { state in
            if state.failure == nil { state.kept.append(cosignature) } else { state.hasFailed = true }
            return state.failure
        }
        if let failure { throw failure }
    }
}

/// Keeps the last sighting, unless it is told to fail.
private final class SwitchedKeeper: WitnessKeeper {
    private let state = Mutex((last: WitnessedLog.Sighting?.none, isFailing: false))

    var last: WitnessedLog.Sighting? { state.withLock(\.last) }

    func fail(_ isFailing: Bool) { state.withLock { $0.isFailing = isFailing } }

    func keep(_ sighting: WitnessedLog.Sighting) throws(OperatorError) {
        try state.withLock { (state) throws(OperatorError) in
            if state.isFailing { throw Sample.error("the disk is full") }
            state.last = sighting
        }
    }

    func keep(_ evidence: WitnessEvidence) -> String { "evidence" }
}

/// What was logged, each with its level.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct LinesHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.add("\(event.level) \(event.message)") }
}
