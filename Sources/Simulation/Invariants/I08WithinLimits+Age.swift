import Domain
import Ledger
import Playbooks
import Response

extension Evidence {
    /// A step that was held back for longer than an event may be old goes on only by a person's word, unless its run has begun
    /// to act on the device: the first command of a run rests on what was true when it was to leave. And a run is held for
    /// that only where it is so.
    func begunTooOld() -> [Violation] {
        var heldSince: [StepID: Instant] = [:]
        var touched: Set<RunID> = []
        var lookedAt: Set<RunID> = []
        var records = recorded[...]
        var violations: [Violation] = []
        for (moment, written) in writes {
            // What a person lets begin may begin in the very transaction.
            for record in written.entries.map(\.record) where record.isDecision {
                record.run.map { _ = lookedAt.insert($0) }
            }
            while let record = records.first, record.moment <= moment {
                records.removeFirst()
                let id = StepID(run: record.run.id, step: record.step)
                if record.isHeldBack, heldSince[id] == nil { heldSince[id] = record.run[record.step].began }
                let since = heldSince[id]
                if record.beginsToTouch, touched.insert(record.run.id).inserted, !lookedAt.contains(record.run.id) {
                    violations += tooOld(record, since)
                }
                violations += heldAsIfTooOld(record, since)
            }
        }
        return violations
    }

    private func tooOld(_ record: Recorded, _ since: Instant?) -> [Violation] {
        let maxAge = record.run.playbook.trigger.maxAge
        guard !record.run.startedBy.isPerson, let since, let began = record.beginning?.began, began - since > maxAge
        else { return [] }
        let step = name(record.run.id, record.step)
        let sentence = "\(step) begins by itself, was held back for \(began - since), and an event may be \(maxAge) old"
        return [violation(8, sentence, at: record.moment)]
    }

    /// It is written after it was decided, and so later than that.
    private func heldAsIfTooOld(_ record: Recorded, _ since: Instant?) -> [Violation] {
        guard case .held(let hold) = record.state, hold.cause == .tooOld, let since,
            record.moment.time - since <= record.run.playbook.trigger.maxAge
        else { return [] }
        let step = name(record.run.id, record.step)
        return [violation(8, "\(step) is held as too old after \(record.moment.time - since)", at: record.moment)]
    }
}

extension Evidence.Recorded {
    /// Whether something keeps it from its first attempt that is over by itself: a stop, a canary's time, another run.
    fileprivate var isHeldBack: Bool {
        if case .queued = state { return true }
        guard case .held(let hold) = state else { return false }
        return hold.cause == .stopped || hold.until != nil
    }

    /// Whether a command that acts on the device leaves with it. What takes a measure back is none.
    fileprivate var beginsToTouch: Bool {
        guard beginning != nil, !run.isDrill, case .action(let call) = run.playbook[step].body else { return false }
        return call.descriptor.touchesDevice
    }
}
