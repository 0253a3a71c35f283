import Domain
import Logging
import Relays
import Synchronization
import TestKit

/// One relay between a log and a receiver in memory, in virtual time.
struct RelayBench {
    let log: FakeLog
    let relay = FakeRelay()
    let clock = VirtualSurroundings()
    let lines = LogLines()
    let positions: FakePositions
    let runner: RelayRunner

    init(
        log: FakeLog = FakeLog(),
        positions: FakePositions = FakePositions(),
        filter: RelayFilter = RelayFilter(),
        start: ConfiguredRelay.Start = .beginning,
        withPrivate: Bool = false
    ) {
        self.log = log
        self.positions = positions
        runner = RelayRunner(
            ConfiguredRelay(name: "siem", relay: relay, filter: filter, start: start, withPrivate: withPrivate),
            reader: log,
            positions: positions,
            surroundings: clock,
            logger: lines.logger
        )
    }

    /// Runs beside what the test does, and is cancelled when that is done, as a crash would.
    func run(_ body: () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            await body()
            group.cancelAll()
        }
    }

    /// Runs until nothing is left to send.
    func drain() async {
        runner.close()
        await runner.run()
    }

    /// Time passes, a bit at a time, until it is so.
    func passes(until isSo: @Sendable (FakeRelay.Seen) -> Bool) async {
        while !isSo(relay.seen.value) {
            clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
    }

    /// Time passes until somebody said so.
    func passes(untilSaid words: String) async {
        while !lines.all.contains(where: { $0.contains(words) }) {
            clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
    }
}

/// What was logged.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    func count(_ words: String) -> Int { all.count { $0.contains(words) } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    fileprivate func add(_ line: String) { lines.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.add("\(event.level): \(event.message)") }
    }
}
