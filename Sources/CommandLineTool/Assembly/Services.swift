import Actions
import Domain
import Engine
import Foundation
import Intake
import Logging
import Ports
import Registries
import ServiceLifecycle
import Transport

// Each part of `cordon serve` as a service of its own. They are stopped in the reverse order of their start: first what
// takes events in, then the engine, once its effects have ended, then the connections that those needed.

/// Keeps the sessions on which commands leave.
struct BrokerService: Service {
    let brokers: [BrokerConnection]

    func run() async throws {
        for broker in brokers { broker.session.start() }
        try? await gracefulShutdown()
        for broker in brokers { await broker.session.shutdown() }
    }
}

/// The loop.
struct EngineService: Service {
    let engine: Engine

    /// Where the store or the log cannot be relied on, the process ends here and now: the other services are not wound
    /// down, because that takes time, and until then they would answer.
    func run() async throws {
        await withGracefulShutdownHandler {
            do throws(OperatorError) {
                try await engine.run()
            } catch {
                FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
                _exit(EXIT_FAILURE)
            }
        } onGracefulShutdown: {
            engine.close()
        }
    }
}

/// One way in which events come in.
struct SourceService: Service {
    let source: any EventSource
    let inbox: any Inbox

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await source.run(into: inbox) }
        } catch is CancellationError {
            return
        }
    }
}

/// Writes the CRL anew each day: a broker that reads an expired one refuses every device.
struct RevocationListService: Service {
    private static let interval: Duration = .seconds(24 * 3_600)

    let registry: BuiltInRegistry
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await refresh()
                await surroundings.sleep(until: surroundings.now() + Self.interval)
            }
        }
    }

    private func refresh() async {
        do throws(ActionFailure) {
            try await registry.refreshCRL()
        } catch {
            logger.error("\(error.error)")
        }
    }
}
