package import CEL
package import Domain
package import Playbooks

/// Whether an event starts a playbook, and why not: what the core decides, with its reasons.
package enum StartVerdict: Sendable {
    /// In this mode; not to observe.
    case starts(Playbook.Mode)
    /// Only people start it.
    case manual
    case otherType
    /// The event says that an alarm is over, or was none.
    case notInAlarm
    case conditionFalse
    case undecided(EvaluationError)
    /// It would, and it only matches and counts.
    case observed

    package init(_ playbook: Playbook, _ facts: Facts, mode: Playbook.Mode = .enforce) {
        let trigger = playbook.trigger
        if trigger.isManual {
            self = .manual
        } else if trigger.event != facts.event.type {
            self = .otherType
        } else if facts.event.state != .inAlarm {
            self = .notInAlarm
        } else {
            self = Self.ofCondition(playbook, facts, mode: min(mode, playbook.mode))
        }
    }

    private static func ofCondition(_ playbook: Playbook, _ facts: Facts, mode: Playbook.Mode) -> Self {
        do throws(EvaluationError) {
            guard try playbook.trigger.condition?.isTrue(playbook.scope.bindings(facts)) ?? true else {
                return .conditionFalse
            }
            return mode == .observe ? .observed : .starts(mode)
        } catch {
            return .undecided(error)
        }
    }

    package var starts: Bool {
        if case .starts = self { true } else { false }
    }

    /// For people: completes "it does not start: …", or says how it starts.
    package func sentence(_ playbook: Playbook, _ event: Event) -> String {
        switch self {
        case .starts(let mode): "starts, in mode \(mode.text)"
        case .manual: "only people start it"
        case .otherType: "answers events of type '\(playbook.trigger.event)', and this one is of type '\(event.type)'"
        case .notInAlarm:
            "the event's state is '\(event.state.text)': only an alarm starts a playbook"
                + (playbook.trigger.cleared == .ignore
                    ? "" : "; a run that answers this alarm is told, and does as 'cleared' says")
        case .conditionFalse: "its 'on.if' is false"
        case .undecided(let error): "its 'on.if' cannot be decided: \(error.message)"
        case .observed: "in mode observe it matches and counts only"
        }
    }
}
