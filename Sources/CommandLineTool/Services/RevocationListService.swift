import Domain
import Logging
import Ports
import Registries
import ServiceLifecycle

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
