package import CEL
package import Domain
package import Playbooks

/// Which playbooks an event could start, found by what it says and not by asking each playbook.
///
/// Playbooks are kept by event type and, where their condition demands one, by metric and by the value's bound. Only the
/// candidates' conditions are evaluated.
package struct MatchIndex: Sendable {
    private struct Bucket {
        let anyMetric: Candidates
        let byMetric: [String: Candidates]

        init(_ playbooks: [Playbook]) {
            anyMetric = Candidates(playbooks.filter { $0.trigger.requiredMetric == nil })
            let others = playbooks.filter { $0.trigger.requiredMetric != nil }
            byMetric = Dictionary(grouping: others) { $0.trigger.requiredMetric ?? "" }.mapValues(Candidates.init)
        }
    }

    private let buckets: [String: Bucket]
    package let playbooks: [Playbook]

    package init(_ playbooks: [Playbook]) {
        self.playbooks = playbooks
        // A type is what its monitor writes: no event starts what only people start.
        let answering = playbooks.filter { !$0.trigger.isManual }
        buckets = Dictionary(grouping: answering, by: \.trigger.event).mapValues(Bucket.init)
    }

    /// The playbooks that answer the event, and those whose condition could not be decided.
    package func answers(to event: Event, from device: Device, fleet: FleetSnapshot?, at now: Instant) -> Matches {
        var matches = Matches()
        guard event.state == .inAlarm, let bucket = buckets[event.type] else { return matches }
        var facts = Facts(event: event, device: device, now: now)
        facts.fleet = fleet
        bucket.anyMetric.forEach(for: event.value) { matches.add($0, facts) }
        bucket.byMetric[event.metric]?.forEach(for: event.value) { matches.add($0, facts) }
        return matches
    }
}

package struct Matches {
    package var playbooks: [Playbook] = []
    package var undecided: [(playbook: Playbook, error: EvaluationError)] = []

    fileprivate mutating func add(_ playbook: Playbook, _ facts: Facts) {
        guard let condition = playbook.trigger.condition else {
            playbooks.append(playbook)
            return
        }
        do throws(EvaluationError) {
            if try condition.isTrue(playbook.scope.bindings(facts)) { playbooks.append(playbook) }
        } catch {
            undecided.append((playbook, error))
        }
    }
}

extension Playbook.Trigger {
    /// The metric without which the condition is false.
    fileprivate var requiredMetric: String? {
        for equality in condition?.requiredEqualities ?? [] where equality.path == ["event", "metric"] {
            if case .string(let metric) = equality.value { return metric }
        }
        return nil
    }
}
