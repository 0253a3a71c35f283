import Actions
import Domain
import Logging
import Ports
import ServiceLifecycle
import Transport

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
