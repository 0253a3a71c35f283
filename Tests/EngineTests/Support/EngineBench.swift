import Domain
import Engine
import Ledger
import Logging
import Playbooks
import Ports
import Response
import TestKit

/// Everything around an engine, made of fakes. A second engine on the same bench is the next process.
struct EngineBench {
    let store = MemoryStore()
    var surroundings = VirtualSurroundings()
    let receiver = FakeReceiver()
    let registry = FakeRegistry()
    let keeper = FakeSignerKeeper()
    let stopSwitch = FakeStopSwitch()
    let hand = FakeWorkInHand()
    var limits = Self.limits()
    var mode = Playbook.Mode.enforce
    var playbooks: [Playbook]
    var takesUpRuns = true
    /// What is wrong with the log that it starts on all the same.
    var doubt: String?
    /// Whether this version of the engine knows no action any more.
    var compilesNothing = false

    static let once = PlaybookFixture.text("- {id: act, action: fake.once}")
    static let idempotent = PlaybookFixture.text("- {id: act, action: fake.idempotent}")

    /// A heart that beats once a day: what a test counts is its own.
    private static func limits() -> Limits {
        var limits = Limits()
        limits.heartbeatInterval = .seconds(86_400)
        return limits
    }

    init(_ text: String = once) { playbooks = [PlaybookFixture.compiled(text)] }

    func engine() -> Engine {
        var logger = Logger(label: "test")
        logger.handler = SwiftLogNoOpLogHandler()
        return Engine(
            EngineParts(
                rules: Rules(actions: FakeDrivers.kinds, installationKey: Sample.installationKey, mode: mode),
                playbooks: playbooks,
                drivers: FakeDrivers.all(receiver),
                store: store,
                registry: registry,
                surroundings: surroundings,
                stopSwitch: stopSwitch,
                workInHand: hand,
                ledger: LedgerIdentity(
                    origin: LedgerFixture.origin,
                    node: "node-1",
                    key: LedgerFixture.key,
                    signed: keeper.last,
                    keeper: keeper
                ),
                limits: limits,
                logger: logger,
                takesUpRuns: takesUpRuns,
                doubt: doubt
            ) { [compilesNothing] (stored) throws(PlaybookRejected) in
                let text = compilesNothing ? stored.text.replacing("fake.", with: "gone.") : stored.text
                return try PlaybookFixture.compiler.compile(text: text, file: stored.file)
            }
        )
    }

    /// An engine that runs, closes when `body` is done, and has ended when this returns.
    func running(_ body: @escaping @Sendable (Engine) async throws -> Void) async throws {
        let engine = engine()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            group.addTask {
                defer { engine.close() }
                try await body(engine)
            }
            try await group.waitForAll()
        }
    }

    /// An engine that is killed when `body` is done: nothing of its memory is kept.
    func killed(_ body: @escaping @Sendable (Engine) async throws -> Void) async throws {
        let engine = engine()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            try await body(engine)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// After a process that died between T1 and T2 of its first step.
    static func interrupted(_ text: String) async throws -> EngineBench {
        let bench = EngineBench(text)
        bench.receiver.hold()
        try await bench.killed { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
        }
        bench.receiver.release()
        return bench
    }

    func entries(_ action: AuditAction) -> [AuditRecord] {
        store.rows.entries.map(\.record).filter { $0.action == action }
    }
}

extension Engine {
    /// Returns once its status is as it should be.
    func until(_ isSatisfied: (EngineStatus) -> Bool) async {
        while !isSatisfied(status()) { await Task.yield() }
    }
}
