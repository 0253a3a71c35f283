import Actions
package import Domain
import Engine
import Foundation
import Intake
import Logging
import Ports
import Registries
import ServiceLifecycle
import Transport
import Witness

// Each part of `cordon serve` as a service of its own. They are stopped in the reverse order of their start: first what
// takes events in, then the engine, once its effects have ended, then the connections that those needed.

/// Keeps the sessions on which commands leave, and says when one is down.
struct BrokerService: Service {
    /// A broker that stays down is told of this often, not at each attempt.
    private static let silence: Duration = .seconds(600)

    let brokers: [BrokerConnection]
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        for broker in brokers { broker.session.start() }
        await withTaskGroup(of: Void.self) { group in
            for broker in brokers { group.addTask { await tell(of: broker) } }
            try? await gracefulShutdown()
            // Their states end with the sessions.
            for broker in brokers { await broker.session.shutdown() }
        }
    }

    private func tell(of broker: BrokerConnection) async {
        var told: Instant?
        var isDown = false
        for await state in broker.session.connectionStates() {
            switch state {
            case .waiting(let reason):
                let now = surroundings.now()
                if let told, now < told + Self.silence { continue }
                (told, isDown) = (now, true)
                logger.warning("no connection to the broker '\(broker.name)'; commands wait. \(reason.sentence)")
            case .connected where isDown:
                isDown = false
                logger.notice("the broker '\(broker.name)' is connected")
            case .idle, .connecting, .connected, .stopped: continue
            }
        }
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
                endProcess(error)
            }
        } onGracefulShutdown: {
            engine.close()
        }
    }
}

/// One way in which events come in.
struct SourceService: Service {
    let source: any EventSource
    let reception: Reception

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await source.run(into: reception) }
        } catch is CancellationError {
            return
        }
    }
}

/// Writes the CRL anew in good time: a broker that reads an expired one refuses every device. Its dates are those of the
/// machine's clock, and so is the time that counts: a gateway without a battery begins with an old one.
struct RevocationListService: Service {
    /// How often the clock is looked at; also the pause after an attempt that failed.
    private static let pause: Duration = .seconds(60)

    let registry: BuiltInRegistry
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var written: Instant?
            while !Task.isCancelled {
                let clock = surroundings.wallClock()
                let isYoung = written.map { $0 <= clock && clock - $0 < registry.crlRenewalInterval } ?? false
                if !isYoung, await refresh() { written = clock }
                await surroundings.sleep(until: surroundings.now() + Self.pause)
            }
        }
    }

    /// - Returns: whether that was done.
    private func refresh() async -> Bool {
        do throws(ActionFailure) {
            try await registry.refreshCRL()
            return true
        } catch {
            logger.error("\(error.error)")
            return false
        }
    }
}

/// Has the audit log cosigned. What it cannot do is shown; only a store that cannot be relied on ends the process.
struct CosignatureService: Service {
    let collector: CosignatureCollector

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do throws(OperatorError) {
                try await collector.run()
            } catch {
                endProcess(error)
            }
        }
    }
}

/// Here and now: the other services are not wound down.
package func endProcess(_ error: OperatorError) {
    PlainFile.complain("Error: \(error)\n")
    _exit(EXIT_FAILURE)
}
