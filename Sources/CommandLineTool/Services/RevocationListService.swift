import Domain
package import Logging
package import Ports
package import Registries
import ServiceLifecycle

/// Writes the CRL anew in good time: a broker that reads an expired one refuses every device. Its dates are those of the
/// machine's clock, and so is the time that counts: a gateway without a battery begins with an old one.
package struct RevocationListService: Service {
    /// How often the clock is looked at; also the pause after an attempt that failed.
    private static let pause: Duration = .seconds(60)

    let registry: BuiltInRegistry
    let surroundings: any Surroundings
    let logger: Logger

    package init(registry: BuiltInRegistry, surroundings: any Surroundings, logger: Logger) {
        self.registry = registry
        self.surroundings = surroundings
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var written: Instant?
            while !Task.isCancelled {
                let clock = surroundings.wallClock()
                let overtaking = await overtakingList()
                if let overtaking, overtaking.renewableFrom <= clock { written = nil }
                let isYoung = written.map { $0 <= clock && clock - $0 < registry.crlRenewalInterval } ?? false
                if !isYoung, await refresh() { written = clock }
                await surroundings.sleep(until: surroundings.now() + Self.wait(until: overtaking, at: clock))
            }
        }
    }

    /// A list of a clock that was ahead, which brokers will heed: one with a later date is made as soon as that is not in the
    /// future. Until then it is said.
    private func overtakingList() async -> OvertakingList? {
        do throws(OperatorError) {
            let list = try await registry.overtakingList()
            if let list, !list.holders.isEmpty {
                logger.critical("\(list.sentence); until that is done, 'device.verify' proves nothing")
            }
            return list
        } catch {
            logger.error("\(error)")
            return nil
        }
    }

    private static func wait(until list: OvertakingList?, at clock: Instant) -> Duration {
        guard let list, list.renewableFrom > clock else { return pause }
        return min(list.renewableFrom - clock, pause)
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
