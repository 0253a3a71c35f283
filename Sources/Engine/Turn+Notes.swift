import Domain
import Ledger
import Playbooks
import Response

// What the engine itself has to say in the audit log.
extension Turn {
    mutating func note(startOf parts: EngineParts, at now: Instant) {
        // Whatever said the mode, a file, the environment or an option, it holds for all that this process does.
        records.append(AuditRecord(.engineStarted, at: now, outcome: parts.rules.mode.text))
        // Durable before anything that this start does: nobody can end the engine between the two.
        if let doubt = parts.doubt {
            records.append(AuditRecord(.logDoubted, at: now, outcome: "despite", detail: doubt))
        }
        for playbook in parts.playbooks {
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

    /// The log names the key that it will be signed with.
    mutating func note(_ rotation: KeyRotation?, at now: Instant) {
        guard let rotation, !rotation.isWritten else { return }
        records.append(AuditRecord(.keyRotated, at: now, on: AuditObject(.key, rotation.key.verifier.description)))
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
