import Domain
import Ports
import Relays
import ServiceLifecycle

/// Sends the audit log on. It is stopped after the engine, so that the last entries leave, too.
struct RelayService: Service {
    /// How long the last entries are tried for. What does not leave is sent after the next start.
    private static let farewell: Duration = .seconds(5)

    let runners: [RelayRunner]
    let surroundings: any Surroundings

    func run() async {
        await withTaskGroup(of: Bool.self) { group in
            for runner in runners {
                group.addTask {
                    await runner.run()
                    return true
                }
            }
            try? await gracefulShutdown()
            for runner in runners { runner.close() }
            let surroundings = surroundings
            group.addTask {
                await surroundings.sleep(until: surroundings.now() + Self.farewell)
                return false
            }
            var left = runners.count
            for await isDone in group {
                if isDone { left -= 1 }
                if left == 0 || !isDone { group.cancelAll() }
            }
        }
    }
}

/// How the engine is, and what it does not know of: how far its log was sent on.
struct StatusWithRelays: StatusReporter {
    let engine: any StatusReporter
    let relays: [RelayRunner]

    func status() -> EngineStatus {
        var status = engine.status()
        status.relays = relays.map(\.status)
        return status
    }
}
