import Domain
import Engine
import Ledger
import Playbooks
import Ports
import TestKit
import Testing

/// Entries about what is not the engine's doing.
@Suite(.timeLimit(.minutes(1))) struct RecordTests {
    private static let record = AuditRecord(.quarantineDropped, at: Sample.start, by: Sample.operatorOnDuty)

    @Test func `an entry is durable when whoever asked for it goes on`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            try await engine.record(Self.record)
            #expect(bench.entries(.quarantineDropped).map(\.actor) == [Sample.operatorOnDuty])
        }
    }

    /// A reading found that a server which does nothing began as any other does.
    @Test(arguments: Playbook.Mode.allCases) func `a start says in which mode the server is`(
        _ mode: Playbook.Mode
    ) async throws {
        var told = EngineBench()
        told.mode = mode
        let bench = told
        try await bench.running { _ in await bench.store.untilRecorded(.engineStarted) }
        #expect(bench.entries(.engineStarted).map(\.outcome) == [mode.text])
    }

    @Test func `where there is no room nobody goes on without an entry`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: .full(Sample.error("the disk is full")))
            await #expect(throws: OperatorError.self) { try await engine.record(Self.record) }
            bench.store.fail(with: nil)
            bench.surroundings.advance(by: .seconds(1))
        }
    }

    @Test func `an engine that ends tells whoever waits`() async throws {
        let bench = EngineBench()
        let engine = bench.engine()
        engine.close()
        try await engine.run()
        await #expect(throws: OperatorError.self) { try await engine.record(Self.record) }
    }

    @Test func `an engine to which nothing happens says each minute that it is alive`() async throws {
        var bench = EngineBench()
        bench.limits.heartbeatInterval = .seconds(60)
        let beating = bench
        try await beating.running { _ in
            await beating.store.untilRecorded(.engineStarted)
            for count in 1...3 {
                beating.surroundings.advance(by: .seconds(60))
                await beating.store.untilRecorded(.engineHeartbeat, times: count)
            }
        }
        let minutes = (1...3).map { Sample.start + .seconds(60 * $0) }
        #expect(beating.entries(.engineHeartbeat).map(\.time) == minutes)
    }
}
