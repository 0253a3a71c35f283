import Domain
import Ledger
import Playbooks

// Taking back what was done: when its time is over, or the alarm.
extension Advance {
    /// Once a step may have done something that is to be taken back, the time of that is set. A drill did nothing.
    mutating func armRelease(of index: Step.Index) {
        guard run[index].mayHaveHadEffect else { return }
        for release in run.playbook.releases where run[release].state == .ready {
            guard case .release(index, _) = run.playbook[release].body else { continue }
            let expires = run.playbook[index].call?.expires
            enter(release, .waiting(until: expires.map { now + $0 } ?? .distantFuture))
            record(.stepWaiting, release, detail: expires.map { "for \($0.spoken)" } ?? "until the alarm is over")
        }
    }

    /// Those that are due, in the order of the playbook: each has its chance.
    mutating func walkReleases() {
        for index in run.playbook.releases {
            guard case .waiting(let until) = run[index].state, until <= now,
                case .release(_, let call) = run.playbook[index].body, stop(over: run.playbook[index], call) == nil
            else { continue }
            record(.releaseDue, index)
            run[index].began = now
            do throws(OperatorError) {
                let step = run.playbook[index]
                intend(step, call, number: 1, try render(step, call))
            } catch {
                settle(index, .failed(attempts: 0, error), .stepFailed)
            }
        }
    }

    /// The monitor says that the alarm is over, or was none.
    mutating func clear(_ event: Event) {
        let cleared = run.playbook.trigger.cleared
        record(.runCleared, detail: "event \(event.key.id), \(event.state.text): \(cleared.text)")
        if cleared == .release {
            for index in run.playbook.releases {
                if case .waiting = run[index].state { enter(index, .waiting(until: now)) }
            }
        }
        if isStillToDo {
            for index in run.playbook.main { cut(run.playbook[index], .cleared) }
            enter(.clearing)
        }
        proceed()
    }

    /// Whether steps of the main list are to come. What a person must look at stays.
    private var isStillToDo: Bool {
        switch run.phase {
        case .main, .waitingForPerson(.held): true
        case .clearing, .closing, .waitingForPerson, .inForce, .ended: false
        }
    }
}
