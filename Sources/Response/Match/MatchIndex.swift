package import CEL
package import Domain
package import Playbooks

/// Which playbooks an event could start, found by what it says and not by asking each playbook.
///
/// Playbooks are kept by event type and, where their condition demands one, by metric. Only the candidates' conditions
/// are evaluated.
package struct MatchIndex: Sendable {
    private struct Bucket {
        var anyMetric: [Playbook] = []
        var byMetric: [String: [Playbook]] = [:]
    }

    private var buckets: [String: Bucket] = [:]
    package let playbooks: [Playbook]

    package init(_ playbooks: [Playbook]) {
        self.playbooks = playbooks
        for playbook in playbooks {
            if let metric = playbook.trigger.requiredMetric {
                buckets[playbook.trigger.event, default: Bucket()].byMetric[metric, default: []].append(playbook)
            } else {
                buckets[playbook.trigger.event, default: Bucket()].anyMetric.append(playbook)
            }
        }
    }

    /// The playbooks that answer the event, and those whose condition could not be decided.
    package func answers(to event: Event, from device: Device, fleet: FleetSnapshot?, at now: Instant) -> Matches {
        var matches = Matches()
        guard event.state == .inAlarm, let bucket = buckets[event.type] else { return matches }
        var facts = Facts(event: event, device: device, now: now)
        facts.fleet = fleet
        for playbook in bucket.anyMetric { matches.add(playbook, facts) }
        for playbook in bucket.byMetric[event.metric] ?? [] { matches.add(playbook, facts) }
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
