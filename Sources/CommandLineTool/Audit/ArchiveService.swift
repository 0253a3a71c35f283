import Domain
import Ledger
import Logging
import Ports
import ServiceLifecycle

/// Moves entries into the archive once a day, as the configuration says.
struct ArchiveService: Service {
    private static let interval: Duration = .seconds(24 * 3_600)

    let archiver: Archiver
    /// How long entries stay in the database.
    let keep: Duration
    let recorder: any AuditRecorder
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await move()
                await surroundings.sleep(until: surroundings.now() + Self.interval)
            }
        }
    }

    private func move() async {
        let now = surroundings.now()
        do {
            let moved = try await archiver.move(before: now - keep) {
                try await recorder.record(.archived(before: now - keep, at: now))
            }
            guard let moved else { return }
            logger.notice("entries \(moved.lowerBound) to \(moved.upperBound - 1) of the audit log are in the archive")
        } catch StoreFailure.full(let error) {
            logger.error("\(error)")
        } catch let failure as StoreFailure {
            // The engine writes on the same connection, and SQLite's next commit would say that all is well.
            endProcess(failure.error)
        } catch {
            // Told to stop while it read: the next start goes on.
            guard !Task.isCancelled else { return }
            logger.error("\(error)")
        }
    }
}
