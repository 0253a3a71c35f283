import Domain
package import Ledger
import Playbooks
import Ports
package import Response

// What a transcript asks of the harness.
extension CoreHarness {
    /// All runs, in the order of their start, read back from their stored forms.
    package var runs: [Run] {
        let runs = rows.runIDs.map { id in
            do throws(StoredFormatError) {
                guard let stored = try rows.run(id) else { preconditionFailure("\(id) is one of them") }
                return try stored.revived(with: playbook(of: id))
            } catch {
                preconditionFailure("what was stored cannot be read back: \(error)")
            }
        }
        return runs.sorted { ($0.started, $0.id.description) < ($1.started, $1.id.description) }
    }

    /// The run of a device; the first, where there are several.
    package func run(of device: String = "pump-7") -> Run {
        guard let run = runs.first(where: { $0.device.id.description == device }) else {
            preconditionFailure("no run of \(device)")
        }
        return run
    }

    /// The decision of somebody who has just read what the step waits for. What the test says itself stays.
    package func asRead(_ decision: Decision) -> Decision {
        guard let matter = runs.first(where: { $0.id == decision.run })?.matter(at: decision.step) else { return decision }
        return Decision(
            run: decision.run,
            step: decision.step,
            cause: decision.cause ?? matter.cause,
            asOf: decision.asOf ?? matter.since,
            anew: decision.anew || decision.agrees && matter.isStandstill,
            agrees: decision.agrees,
            reason: decision.reason,
            by: decision.by,
            groups: decision.groups
        )
    }

    /// A step by its path, which is its id unless it stands in a loop or a called playbook.
    package func step(_ id: String, of device: String = "pump-7") -> StepRecord {
        let run = run(of: device)
        guard let step = run.playbook.steps.first(where: { $0.path == id }) else {
            preconditionFailure("no step '\(id)'")
        }
        return run[step.index]
    }

    package func state(_ id: String, of device: String = "pump-7") -> StepState { step(id, of: device).state }

    /// The state's one word, for short expectations.
    package func word(_ id: String, of device: String = "pump-7") -> String { state(id, of: device).text }

    /// `ended: contained`, `running`.
    package func outcome(of device: String = "pump-7") -> String {
        let phase = run(of: device).phase
        return phase.outcome.map { "\(phase.text): \($0.text)" } ?? phase.text
    }

    /// The intents of a step, performed or probed, in order.
    package func intents(of step: String) -> [Intent] {
        effects.map(\.intent).filter { id(of: $0) == step }
    }

    package func performed(_ step: String) -> [Intent] {
        effects.compactMap { effect in
            guard case .perform(let intent) = effect, id(of: intent) == step else { return nil }
            return intent
        }
    }

    package func probes(of step: String) -> [Intent] {
        effects.compactMap { effect in
            guard case .probe(let intent) = effect, id(of: intent) == step else { return nil }
            return intent
        }
    }

    /// `step.intent shutdown`: what the audit log says of a run's steps, in order.
    package var story: [String] { records.map { [$0.action.text, $0.step].compactMap(\.self).joined(separator: " ") } }

    package func records(_ action: AuditAction) -> [AuditRecord] { records.filter { $0.action == action } }

    /// The effects that nobody has answered: those of steps that still wait for the very attempt.
    package var awaited: [Effect] {
        effects.filter { effect in
            let id = effect.intent.id
            guard let run = core.run(id.run) else { return false }
            switch (effect, run[id.step].state) {
            case (.perform, .intent(let attempt)), (.probe, .probing(let attempt, _)):
                return attempt.number == id.attempt && run[id.step].generation == id.generation
            default: return false
            }
        }
    }

    package func id(of intent: Intent) -> String { playbook(of: intent.id.run)[intent.id.step].path }

    private func playbook(of run: RunID) -> Playbook {
        guard let playbook = pinned[run] else { preconditionFailure("a run of ours") }
        return playbook
    }
}
