import Domain
import Ledger
import Playbooks
import Response

// What the engine itself has to say in the audit log.
extension Turn {
    mutating func note(startOf playbooks: [Playbook], at now: Instant) {
        records.append(AuditRecord(.engineStarted, at: now))
        for playbook in playbooks {
            records.append(
                AuditRecord(
                    .playbookLoaded,
                    at: now,
                    on: .playbook(playbook.name),
                    playbook: playbook.digest,
                    outcome: playbook.mode.text
                )
            )
        }
    }

    mutating func noteStop(at now: Instant) {
        records.append(AuditRecord(.engineStopped, at: now))
    }

    mutating func note(refusalsIn letters: [Mailbox.Letter], at now: Instant) {
        for case .refusal(let reason, let source) in letters.map(\.content) {
            records.append(
                AuditRecord(.eventRefused, at: now, by: source, on: AuditObject(.source, source.name), detail: reason)
            )
        }
    }
}
