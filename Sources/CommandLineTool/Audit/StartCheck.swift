import Domain
import Foundation
import Ledger
import Logging
import Ports
import ServiceLifecycle

/// Looks at the audit log before an engine goes on with it: somebody may have edited the database by hand.
///
/// A log of usual length is verified before anything else happens. A longer one is verified beside the engine, because
/// devices must not wait for it; what is found then ends the process.
struct StartCheck {
    /// About a second's worth.
    static let entriesBeforeStart: UInt64 = 200_000

    let settings: Settings
    let identity: Identity

    var isLong: Bool { identity.signed.last.size > Self.entriesBeforeStart }

    /// - Returns: what is wrong, for a person; nothing where all is well.
    func findings() async throws -> [String] {
        let verification = AuditVerification(
            origin: identity.origin,
            keys: identity.verifierKeys,
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
                "find out who changed the database, and restore a backup that verifies; 'cordon serve --despite-audit' starts all the same, and writes that into the log"
        )
    }
}

/// Verifies a long log while the engine works, once.
struct LongCheckService: Service {
    let check: StartCheck
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let began = ContinuousClock.now
            do {
                let findings = try await check.findings()
                guard findings.isEmpty else {
                    PlainFile.complain("Error: \(StartCheck.refusal(findings))\n")
                    _exit(EXIT_FAILURE)
                }
                logger.info("the audit log is sound; looking at all of it took \(ContinuousClock.now - began)")
            } catch {
                logger.error("the audit log could not be verified: \(error)")
            }
            // A service that returns would end the others.
            try? await gracefulShutdown()
        }
    }
}
