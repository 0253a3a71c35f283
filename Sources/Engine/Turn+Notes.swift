import Domain
import Ledger
import Playbooks
import Ports
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

    /// An event whose key another one has is not taken in, and does not vanish either: with the receipt alone, which nobody
    /// reads over MQTT, an alarm under a used id would be gone without a trace.
    mutating func note(
        othersIn letters: [Mailbox.Letter],
        besides known: [Event.Key: EventReceipt],
        at now: Instant
    ) {
        var gists = known.mapValues(\.gist)
        for case (let event, let sender)? in letters.map(\.delivery) {
            guard let gist = gists[event.key] else {
                gists[event.key] = event.gist
                continue
            }
            guard let reason = gist.refusal(of: event) else { continue }
            records.append(AuditRecord(.eventRefused, at: now, by: sender, on: .event(event.key), detail: reason))
        }
    }
}
