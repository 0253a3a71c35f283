import Domain
import Ledger
import Playbooks
import Response
import TestKit

extension Invariant {
    static let everythingIsSaid = Self(10, "transitions = audit entries, in the same transaction") { world in
        world.writes.flatMap { world.unsaid($0.written, $0.moment) } + world.onlySaid() + world.disagreements()
            + world.unverified() + world.namedPeople()
    }
}

extension Evidence {
    /// Every change of a transaction stands in the audit log of the same transaction.
    fileprivate func unsaid(_ written: Written, _ moment: Moment) -> [Violation] {
        let said = written.entries.map(\.entry.record)
        return written.changes.flatMap { change -> [String] in
            switch change {
            case .event(let accepted):
                let isSaid = said.contains {
                    $0.action == .eventAccepted && $0.object == .event(accepted.event.key)
                }
                return isSaid ? [] : ["event \(accepted.event.key.id) is taken in"]
            case .incident(let incident):
                return said.contains { $0.incident == incident.id } ? [] : ["incident \(incident.id) changes"]
            case .opened(let run):
                let isSaid = said.contains { $0.run == run.id && $0.action == .runStarted }
                return isSaid ? [] : ["\(name(run.id)) starts"]
            case .advanced(let run, let steps):
                let own = said.filter { $0.run == run.id }
                let silent = own.isEmpty ? ["\(name(run.id)) goes on"] : []
                return silent + steps.filter { !isSaid($0, of: run, in: own) }.map { unsaid($0, of: run) }
            case .overruled(let run, _):
                let isSaid = said.contains { $0.run == run && $0.action == .proofOverruled }
                return isSaid ? [] : ["what \(name(run)) had proven counts no more"]
            case .stop(let stop):
                return isSaid(.stopSet, of: stop.scope, in: said) ? [] : ["a stop of \(stop.scope.text) begins"]
            case .lifted(let scope):
                return isSaid(.stopLifted, of: scope, in: said) ? [] : ["a stop of \(scope.text) ends"]
            case .stopSwitch(let stop):
                let action = stop == nil ? AuditAction.stopLifted : .stopSet
                return isSaid(action, of: .everything, in: said) ? [] : ["the switch is found otherwise"]
            // What a fence and a measure are, the step that made them says.
            case .playbook, .touch, .used, .fence, .measure:
                return []
            }
        }
        .map { violation(10, "\($0), and the audit log does not say so", at: moment) }
    }

    private func isSaid(_ action: AuditAction, of scope: StopScope, in said: [AuditRecord]) -> Bool {
        said.contains { $0.action == action && $0.object == AuditObject(.scope, scope.text) }
    }

    private func unsaid(_ step: Step.Index, of run: Run) -> String {
        "\(name(run.id, step)) becomes \(run[step].state.text)"
    }

    private func isSaid(_ step: Step.Index, of run: Run, in said: [AuditRecord]) -> Bool {
        guard let words = StepState.words[run[step].state.text], !words.isEmpty else { return true }
        let path = run.playbook[step].path
        return said.contains {
            (words.contains($0.action) || [.stepReopened, .proofOverruled].contains($0.action))
                && ($0.step == path || $0.step == nil)
        }
    }

    /// Where a run has come to, as the audit log has it, its row has in the same transaction.
    fileprivate func onlySaid() -> [Violation] {
        var phases: [RunID: Run.Phase] = [:]
        return writes.flatMap { moment, written -> [Violation] in
            var now: [RunID: Run.Phase] = [:]
            for case .advanced(let run, _) in written.changes { now[run.id] = run.phase }
            defer { phases.merge(now) { $1 } }
            return written.entries.map(\.entry.record).compactMap { record in
                guard let run = record.run, now[run] == nil, record.action.movesRun(in: phases[run] ?? .main) else {
                    return nil
                }
                return violation(10, "\(name(run)): '\(record.action.text)' is said, and not written", at: moment)
            }
        }
    }

    /// What the engine remembers is what is stored: no compare-and-set of a lone engine fails. And what the log tells is.
    fileprivate func disagreements() -> [Violation] {
        let ends: [Violation] = lines.compactMap { line in
            guard case .gaveUp(_, let error) = line.happening, error != FaultyStore.failure else { return nil }
            return violation(10, "the engine ended by itself: \(error.reason)", at: line.moment)
        }
        return ends + misreplayed()
    }

    /// Whoever has the log alone comes to the same states as whoever has the rows: each engine that starts asks, and does not
    /// go on where one of them is another. In some worlds it is asked after each transaction.
    private func misreplayed() -> [Violation] {
        var replayed = ReplayedRuns()
        var found: [Violation] = []
        for line in lines {
            var isAsked = false
            if case .wrote(let written) = line.happening {
                replayed.take(written.entries.lazy.map(\.entry.record), with: written.changes)
                isAsked = isLookedAtClosely
            }
            if case .began = line.happening { isAsked = true }
            if isAsked { found += replayed.disagreements().map { violation(10, $0, at: line.moment) } }
        }
        return found + replayed.disagreements().map { violation(10, $0) }
    }

    /// Some worlds are: it costs as much as ten turns.
    private var isLookedAtClosely: Bool { seed.isMultiple(of: 16) }

    private static let person = Array("person:".utf8)

    /// Who somebody is stands beside the log, where it can be taken out, and never in it.
    fileprivate func namedPeople() -> [Violation] {
        writes.flatMap { moment, written in
            written.entries.filter { $0.bytes.contains(Self.person) }.map {
                violation(10, "entry \($0.sequence), \($0.record.action.text), names a person", at: moment)
            }
        }
    }

    /// An auditor finds nothing.
    fileprivate func unverified() -> [Violation] {
        guard isLookedAtClosely else { return [] }
        return LedgerFixture.verified(rows, signer: signer).findings.map {
            violation(10, "the audit log does not verify: \($0)")
        }
    }
}

extension AuditAction {
    /// Whether a run of which it is said goes on to another phase.
    fileprivate func movesRun(in phase: Run.Phase) -> Bool {
        if self == .runCleared || self == .releaseOrdered { return phase == .main || phase == .waitingForPerson(.held) }
        return [.runClosing, .runPaused, .runInForce, .runEnded, .runSuperseded].contains(self)
    }
}

extension [UInt8] {
    /// As bytes: to look for characters took an eighth of the time of a world.
    fileprivate func contains(_ text: Self) -> Bool {
        withUnsafeBufferPointer { bytes in
            var start = bytes.startIndex
            while let first = bytes[start...].firstIndex(of: text[0]) {
                if bytes[first...].starts(with: text) { return true }
                start = first + 1
            }
            return false
        }
    }
}
