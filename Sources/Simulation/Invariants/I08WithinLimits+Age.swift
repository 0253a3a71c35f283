import Domain
import Ledger
import Playbooks
import Response

extension Evidence {
    /// A run that was held back for longer than an event may be old, at whichever of its steps, begins to act on the device only
    /// by a person's word: the first command of a run rests on what was true when it was to leave. And a run is held for that
    /// only where it may be so.
    func begunTooOld() -> [Violation] {
        var held: [RunID: HeldTimes] = [:]
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
                held[record.run.id, default: HeldTimes()].take(record)
                if record.beginsToTouch, touched.insert(record.run.id).inserted, !lookedAt.contains(record.run.id) {
                    violations += tooOld(record, held[record.run.id]?.length ?? .zero)
                }
                violations += heldAsIfTooOld(record)
            }
        }
        return violations
    }

    private func tooOld(_ record: Recorded, _ length: Duration) -> [Violation] {
        let maxAge = record.run.playbook.trigger.maxAge
        guard !record.run.startedBy.isPerson, length > maxAge else { return [] }
        let step = name(record.run.id, record.step)
        let sentence =
            "\(step) begins by itself, its run was held back for \(length), and an event may be \(maxAge) old"
        return [violation(8, sentence, at: record.moment)]
    }

    /// It is written after it was decided, and so later than that. For how long nobody was there to end what was due, only the
    /// engine knows: no run was held back for longer than it is old.
    private func heldAsIfTooOld(_ record: Recorded) -> [Violation] {
        guard case .held(let hold) = record.state, hold.cause == .tooOld else { return [] }
        let age = record.moment.time - record.run.started
        guard age <= record.run.playbook.trigger.maxAge else { return [] }
        let step = name(record.run.id, record.step)
        return [violation(8, "\(step) is held as too old, and its run is \(age) old", at: record.moment)]
    }
}

/// When the steps of a run were held back by what is over by itself: each moment counts once.
private struct HeldTimes {
    private var since: [Step.Index: Instant] = [:]
    private(set) var length: Duration = .zero
    private var counted: Instant?

    mutating func take(_ record: Evidence.Recorded) {
        let step = record.run[record.step]
        if record.isHeldBack {
            if since[record.step] == nil { since[record.step] = step.began }
            return
        }
        // Of what goes on in another way it is not known when.
        guard let end = record.beginning?.began ?? step.closed, let first = since.values.min() else { return }
        guard since.removeValue(forKey: record.step) != nil else { return }
        length += max(.zero, end - max(first, counted ?? first))
        counted = max(end, counted ?? end)
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
