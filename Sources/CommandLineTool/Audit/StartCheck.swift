package import Domain
import Ledger
package import Logging
package import Ports
import ServiceLifecycle

/// Looks at the audit log before an engine goes on with it: somebody may have edited the database by hand.
///
/// A log of usual length is verified before anything else happens. A longer one is verified beside the engine, because
/// devices must not wait for it; what is found then ends the process.
package struct StartCheck: Sendable {
    private let settings: Settings
    private let identity: Identity
    private let entriesBeforeStart: UInt64

    /// A log of more than `entriesBeforeStart` is looked at beside the engine; so many are about a second's worth.
    package init(settings: Settings, identity: Identity, entriesBeforeStart: UInt64 = 200_000) {
        self.settings = settings
        self.identity = identity
        self.entriesBeforeStart = entriesBeforeStart
    }

    package var isLong: Bool { identity.signed.last.size > entriesBeforeStart }

    /// - Returns: what is wrong, for a person; nothing where all is well.
    package func findings() async throws -> [String] {
        let verification = AuditVerification(
            origin: identity.origin,
            keys: identity.keysOfLog,
            signer: identity.signed,
            witnesses: try settings.witnessKeys()
        )
        let report = try await verification.run(try settings.auditLog(standsStill: true))
        return report.verdict == .sound ? [] : report.sentences
    }

    static func refusal(_ findings: [String]) -> OperatorError {
        OperatorError(
            attempted: "start on the audit log as it is",
            reason: findings.joined(separator: "\n  "),
            remedy:
                "find out who changed the database, and restore a backup that verifies; 'cordon serve --despite-audit' starts all the same where the log still goes on from what was signed last, and writes that into it"
        )
    }
}

/// Verifies a long log while the engine works, once.
package struct LongCheckService: Service {
    /// What cannot be read proves nothing; but it may be the engine's own load that keeps it from being read.
    private static let attemptsMax = 3
    private static let pause: Duration = .seconds(60)

    private let check: StartCheck
    private let surroundings: any Surroundings
    private let logger: Logger
    private let end: @Sendable (OperatorError) -> Void

    /// `end` is called with what is found.
    package init(
        check: StartCheck,
        surroundings: any Surroundings,
        logger: Logger,
        end: @escaping @Sendable (OperatorError) -> Void = endProcess
    ) {
        self.check = check
        self.surroundings = surroundings
        self.logger = logger
        self.end = end
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await look()
            // A service that returns would end the others.
            try? await gracefulShutdown()
        }
    }

    private func look() async {
        for attempt in 1... {
            let began = ContinuousClock.now
            do {
                let findings = try await check.findings()
                guard findings.isEmpty else { return end(StartCheck.refusal(findings)) }
                return logger.info("the audit log is sound; looking at all of it took \(ContinuousClock.now - began)")
            } catch {
                guard !Task.isCancelled else { return }
                let sentence = "it could not be verified: \(error)"
                guard attempt < Self.attemptsMax else { return end(StartCheck.refusal([sentence])) }
                logger.critical("could not look at the audit log beside the engine: \(sentence)")
                await surroundings.sleep(until: surroundings.now() + Self.pause)
            }
        }
    }
}
