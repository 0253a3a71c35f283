import Domain
import Intake
import Ledger
package import Logging
package import Ports
import ServiceLifecycle

/// Writes into the audit log what was put into quarantine before the engine could write anything.
package struct QuarantineService: Service {
    private static let pause: Duration = .seconds(1)

    private let quarantine: QuarantineWatch
    private let recorder: any AuditRecorder
    private let surroundings: any Surroundings
    private let logger: Logger

    package init(
        quarantine: QuarantineWatch,
        recorder: any AuditRecorder,
        surroundings: any Surroundings,
        logger: Logger
    ) {
        self.quarantine = quarantine
        self.recorder = recorder
        self.surroundings = surroundings
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in quarantine.runsAreCounted {}
            while !Task.isCancelled {
                do throws(OperatorError) {
                    try await recordNew()
                    break
                } catch {
                    logger.warning("\(error)")
                    await surroundings.sleep(until: surroundings.now() + Self.pause)
                }
            }
            // A service that returns would end the others.
            try? await gracefulShutdown()
        }
    }

    private func recordNew() async throws(OperatorError) {
        for var arrival in try quarantine.folder.all() where !arrival.isRecorded {
            let bytes = arrival.held.arrival.body.count
            let what = arrival.run.map(\.words) ?? "\(bytes) bytes that"
            let detail = "\(what) ended the engine \(Suspects.crashesMax) times"
            let record = AuditRecord(
                .eventQuarantined,
                of: arrival,
                at: surroundings.now(),
                by: arrival.held.source,
                detail
            )
            try await recorder.record(record)
            arrival.isRecorded = true
            try quarantine.folder.keep(arrival)
        }
    }
}
