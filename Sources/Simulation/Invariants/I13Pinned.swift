import Domain
import Ledger
import Playbooks
import Response
import TestKit

extension Invariant {
    static let pinned = Self(13, "executed digest = pinned digest") { world in
        world.recorded.compactMap { world.ofAnotherVersion($0) } + world.notOfTheirSteps()
            + world.writes.flatMap { world.saidOtherwise($0.written, $0.moment) }
    }
}

extension Evidence {
    /// Editing a playbook changes nothing that is under way: a run goes on with the version that it began with.
    fileprivate func ofAnotherVersion(_ record: Recorded) -> Violation? {
        guard let pinned = begun[record.run.id]?.playbook.digest, pinned != record.run.playbook.digest else {
            return nil
        }
        return violation(13, "\(name(record.run.id)) goes on with another version of its playbook", at: record.moment)
    }

    /// What is executed is what that version says at that step.
    fileprivate func notOfTheirSteps() -> [Violation] {
        // All attempts of a step have one key, and to make it costs more than to look at one of them.
        var keys: [StepID: StepKey] = [:]
        return handOvers.compactMap { handOver in
            let intent = handOver.intent
            guard let run = begun[intent.id.run] else { return nil }
            let step = run.playbook[intent.id.step]
            let id = StepID(intent)
            let key = keys[id] ?? key(of: step, in: run, generation: intent.id.generation)
            keys[id] = key
            let action = intent.attempt.request.action
            guard step.call?.descriptor.name != action || intent.attempt.key != key else { return nil }
            let sentence = "\(name(intent.id)) does \(action), which its version does not say"
            return violation(13, sentence, at: handOver.moment)
        }
    }

    private func key(of step: Step, in run: Run, generation: Int) -> StepKey {
        StepKey(run: run.id, step: step.path, generation: generation, installationKey: Sample.installationKey)
    }

    /// The audit log names that version, and the digest of exactly what was sent.
    fileprivate func saidOtherwise(_ written: Written, _ moment: Moment) -> [Violation] {
        written.entries.compactMap { entry in
            let record = entry.entry.record
            guard let id = record.run, let run = begun[id] else { return nil }
            guard record.playbook == run.playbook.digest else {
                return violation(13, "the audit log names another playbook for \(name(id))", at: moment)
            }
            guard record.action == .stepIntent, let path = record.step, let attempt = record.attempt,
                let step = run.playbook.steps.first(where: { $0.path == path })
            else { return nil }
            let sent = intended.filter { $0.key.run == id && $0.key.step == step.index && $0.key.attempt == attempt }
            guard
                sent.isEmpty
                    || sent.contains(where: { $0.value.contains { $0.attempt.request.digest == record.request } })
            else {
                return violation(13, "the audit log names another request for '\(path)' of \(name(id))", at: moment)
            }
            return nil
        }
    }
}
