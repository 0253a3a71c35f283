import Domain
import Ledger
import Playbooks
import Ports
package import Response

/// What was to be seen in a world: whether worlds are as cruel as they are meant to be.
package struct Sights: Sendable {
    package private(set) var deaths: Set<Place> = []
    /// States of steps and outcomes of runs, in their stored spellings.
    package private(set) var states: Set<String> = []
    package private(set) var outcomes: Set<String> = []
    /// What a guard held for.
    package private(set) var holds: Set<Hold.Cause> = []
    /// Of the canary of a version that replaced another, in a playbook that says nothing about it.
    package private(set) var standardCanariesCount = 0
    package private(set) var diskFailuresCount = 0
    package private(set) var fullDisksCount = 0
    package private(set) var switchesCount = 0
    package private(set) var duplicatesCount = 0
    /// Ends of alarms after which others of the same incident were in force.
    package private(set) var endsInAlarmCount = 0
    /// Commands that were kept back from a device which its playbook protects by then.
    package private(set) var keptBackCount = 0
    package private(set) var asideCount = 0
    package private(set) var processesCount = 0

    package init() {}

    package mutating func add(_ trial: Trial) {
        for line in trial.evidence.lines { add(line.happening) }
        for record in trial.evidence.recorded { add(record) }
        for run in trial.evidence.runs.values {
            if let outcome = run.phase.outcome { outcomes.insert(outcome.text) }
        }
    }

    private mutating func add(_ record: Evidence.Recorded) {
        states.insert(record.state.text)
        if case .failed(let attempts, let error) = record.state, attempts > 0, error.reason.contains("guard.protect") {
            keptBackCount += 1
        }
        guard case .held(let hold) = record.state else { return }
        holds.insert(hold.cause)
        guard hold.cause == .canary, record.run.playbook.guards.canary?.includesFirst == false else { return }
        standardCanariesCount += 1
    }

    private mutating func add(_ happening: Happening) {
        switch happening {
        case .began: processesCount += 1
        case .died(_, let place): deaths.insert(place)
        case .gaveUp: diskFailuresCount += 1
        case .acknowledged(_, let receipt) where receipt.isDuplicate: duplicatesCount += 1
        case .switched(isThrown: true): switchesCount += 1
        case .setAside: asideCount += 1
        case .wrote(let written): endsInAlarmCount += written.entries.count { $0.entry.record.isEndInAlarm }
        case .diskFilled(isFull: true): fullDisksCount += 1
        case .showedAside, .askedToClose, .closed, .switched, .diskFilled, .notWritten, .handedOver, .asked, .received,
            .answered, .toldOfProbe,
            .reported, .started, .acknowledged, .decided, .ordered, .calmedDown, .cameToRest:
            break
        }
    }
}

extension AuditRecord {
    /// Whether it says that an alarm ended, and another one of its incident did not.
    fileprivate var isEndInAlarm: Bool { action == .incidentJoined && outcome != nil }
}
