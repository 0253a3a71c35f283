import Domain
import Ledger
import Logging
import Ports
import ServiceLifecycle

/// Writes down at the start what the operator changed since an earlier one. What that one went by the log says, and nothing
/// else: a file beside it could be made to say what is there now. Beside the engine, as the log may be long.
struct StartNotesService<Log: EntrySource>: Service {
    private static var pause: Duration { .seconds(1) }

    let loaded: LoadedFiles
    let log: Log
    /// The number of the first entry that this start writes.
    let start: UInt64
    let recorder: any AuditRecorder
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await note()
            // A service that returns would end the others.
            try? await gracefulShutdown()
        }
    }

    private func note() async {
        let earlier = await insist {
            var reader = EntryReader(log)
            return try await loaded.asBefore(start, in: &reader)
        }
        guard let earlier else { return }
        // Whatever is not written when the engine ends, the next start says once more.
        for record in loaded.notes(since: earlier, at: surroundings.now()) {
            await insist { try await recorder.record(record) }
        }
    }

    /// Tries again and again.
    /// - Returns: nil where the task was cancelled.
    @discardableResult
    private func insist<Value>(_ attempt: () async throws -> Value) async -> Value? {
        while !Task.isCancelled {
            do {
                return try await attempt()
            } catch {
                guard !Task.isCancelled else { return nil }
                logger.warning("\(error)")
                await surroundings.sleep(until: surroundings.now() + Self.pause)
            }
        }
        return nil
    }
}
