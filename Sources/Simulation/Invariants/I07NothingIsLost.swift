import Domain
import Ledger
import Playbooks
import Ports
import Response
import TestKit

extension Invariant {
    static let nothingIsLost = Self(7, "acknowledged events = done + open + quarantined, each once") { world in
        world.acknowledged.flatMap { world.lost($0.receipt, $0.moment) } + world.receiptsThatDiffer()
            + world.takenTwice() + world.neverAcknowledged() + world.lostAside()
            + world.unanswered()
    }
}

extension Evidence {
    /// An event that was acknowledged is there, with the incidents that its receipt names, and each has its run.
    fileprivate func lost(_ receipt: EventReceipt, _ moment: Moment) -> [Violation] {
        let event = receipt.key.id
        guard let kept = rows.receipts(for: [receipt.key])[receipt.key], kept.incidents == receipt.incidents else {
            return [violation(7, "event \(event) was acknowledged, and is not kept so", at: moment)]
        }
        return receipt.incidents.filter { !hasRun($0) }.map {
            violation(7, "event \(event) was acknowledged, and its incident \($0) has no run", at: moment)
        }
    }

    private func hasRun(_ incident: IncidentID) -> Bool { runs.values.contains { $0.incident == incident } }

    /// Sent again, an event is what it was the first time.
    fileprivate func receiptsThatDiffer() -> [Violation] {
        var first: [Event.Key: [IncidentID]] = [:]
        return acknowledged.compactMap { moment, receipt in
            let incidents = first[receipt.key] ?? receipt.incidents
            first[receipt.key] = incidents
            guard incidents != receipt.incidents else { return nil }
            return violation(7, "event \(receipt.key.id) came again, and got another receipt", at: moment)
        }
    }

    /// However often it is sent, it is taken in once, and opens each of its incidents once.
    fileprivate func takenTwice() -> [Violation] {
        var taken: Set<Event.Key> = []
        var opened: Set<String> = []
        var violations: [Violation] = []
        for (moment, written) in writes {
            for change in written.changes {
                switch change {
                case .event(let accepted) where !taken.insert(accepted.event.key).inserted:
                    violations.append(violation(7, "event \(accepted.event.key.id) is taken in again", at: moment))
                case .opened(let run) where !opened.insert("\(run.playbook.name) \(run.event.key.id)").inserted:
                    violations.append(violation(7, "event \(run.event.key.id) opens a second run", at: moment))
                case .event, .opened, .playbook, .incident, .advanced, .overruled, .touch, .used, .fence, .measure,
                    .stop, .lifted, .stopSwitch:
                    break
                }
            }
        }
        return violations
    }

    /// Every playbook of the process that takes an alarm in answers it, with an incident that it opens or joins: those of the
    /// worlds answer all alarms. What a person starts is answered by that playbook alone.
    fileprivate func unanswered() -> [Violation] {
        var names: [IncidentID: String] = [:]
        var started: Set<Event.Key> = []
        for run in begun.values {
            names[run.incident] = run.playbook.name
            if run.startedBy.isPerson { started.insert(run.event.key) }
        }
        return writes.flatMap { moment, written -> [Violation] in
            let loaded = edited.contains(written.life) ? playbooks.edited : playbooks.playbooks
            return written.changes.compactMap { change -> Violation? in
                guard case .event(let accepted) = change, accepted.event.state == .inAlarm,
                    !started.contains(accepted.event.key)
                else { return nil }
                let answers = Set(accepted.incidents.compactMap { names[$0] })
                guard let silent = loaded.first(where: { !answers.contains($0.name) }) else { return nil }
                return violation(7, "\(silent.name) does not answer event \(accepted.event.key.id)", at: moment)
            }
        }
    }

    /// A monitor that goes on sending gets its receipt, and not only when the engine is told to end.
    fileprivate func neverAcknowledged() -> [Violation] {
        let inTime = acknowledged.filter { acknowledgement in rest.map { acknowledgement.moment < $0 } ?? false }
        let known = Set(inTime.map(\.receipt.key))
        return reported.keys.filter { !known.contains($0) }.map {
            violation(7, "event \($0.id) never got a receipt")
        }
    }
}
