import Domain
import Logging
import Ports
import Synchronization

/// The breaker of each connection.
final class Breakers: Sendable {
    private let surroundings: any Surroundings
    private let limits: Limits
    private let logger: Logger
    /// As many as there are connections in the configuration.
    private let breakers = Mutex<[String: Breaker]>([:])

    init(_ surroundings: any Surroundings, _ limits: Limits, _ logger: Logger) {
        self.surroundings = surroundings
        self.limits = limits
        self.logger = logger
    }

    /// Why an attempt would not be let through now; nil where it would.
    func refusal(_ connection: String) -> ActionFailure? {
        let now = surroundings.now()
        let refusal = breakers.withLock { $0[connection]?.refusal(at: now) }
        guard case .refused(let outage, let wait)? = refusal else { return nil }
        return Self.failure(connection, outage, wait, at: now)
    }

    /// - Throws: where nobody answers on the connection. The attempt must not be handed over then.
    func admit(_ connection: String) throws(ActionFailure) -> Breaker.Admission {
        let now = surroundings.now()
        let admission = breakers.withLock { $0[connection, default: Breaker(limits)].admit(at: now) }
        guard case .refused(let outage, let wait) = admission else { return admission }
        throw Self.failure(connection, outage, wait, at: now)
    }

    func take(_ verdict: Breaker.Verdict, of admission: Breaker.Admission, on connection: String) {
        let now = surroundings.now()
        let change = breakers.withLock { breakers in
            breakers[connection, default: Breaker(limits)].take(verdict, of: admission, at: now)
        }
        switch change {
        case .opened(let outage):
            logger.warning(
                """
                connection '\(connection)' does not answer: \(limits.breakerFailuresMax) attempts in a row failed, the \
                last because \(outage.cause.reason); one attempt every \(outage.pause.spoken) to \
                \(limits.breakerPauseMax.spoken) goes on trying, all others wait
                """
            )
        case .closed(let outage):
            logger.notice("connection '\(connection)' answers again, after \((now - outage.since).spoken)")
        case nil:
            break
        }
    }

    /// Of every connection that an attempt was made on, by name.
    var connections: [ConnectionStatus] {
        let now = breakers.withLock { $0 }
        return now.sorted { $0.key < $1.key }.map { ConnectionStatus(name: $0.key, outage: $0.value.outage) }
    }

    private static func failure(
        _ connection: String,
        _ outage: Breaker.Outage,
        _ wait: Duration,
        at now: Instant
    ) -> ActionFailure {
        .transient(
            OperatorError(
                attempted: "use connection '\(connection)'",
                reason:
                    "it has not answered for \((now - outage.since).spoken), so \(HandOverWords.nothingSent): \(outage.cause.reason)",
                remedy: outage.cause.remedy
            ),
            retryAfter: wait
        )
    }
}

extension Breaker {
    fileprivate var outage: ConnectionStatus.Outage? {
        switch state {
        case .closed: nil
        case .open(let outage, _), .halfOpen(let outage, _): .init(since: outage.since, reason: outage.cause.reason)
        }
    }
}
