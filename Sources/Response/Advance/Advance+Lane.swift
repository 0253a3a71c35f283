import Domain
import Ledger
package import Playbooks

// A run takes the device's lane with its first command, and keeps it while it is at work: not while it sleeps, waits for
// people, or is at rest.
extension Advance {
    /// The run that works on the device now, where that keeps a command of this one from it. A drill commands nobody.
    func runBefore(_ call: ActionCall) -> RunID? {
        guard !run.isDrill, call.descriptor.needsLane, case .taken(let other) = lane else { return nil }
        return other
    }

    /// The run of higher severity for which no further command of this one begins, though it has the device: as soon as what
    /// is under way has ended, it gives way.
    func runThatOvertakes(_ call: ActionCall) -> RunID? {
        guard !run.isDrill, call.descriptor.needsLane, run.phase == .main else { return nil }
        return surroundings.moreUrgent
    }

    /// Waits until the other run lets go of the device.
    mutating func queue(_ step: Step, behind other: RunID) {
        enter(step.index, .queued(behind: other))
        record(.stepQueued, step.index, detail: whatKeepsItBack(other))
    }

    func whatKeepsItBack(_ other: RunID) -> String {
        "run \(other) \(surroundings.moreUrgent == other ? "waits for" : "works on") the device"
    }

    mutating func takeLane(for call: ActionCall) {
        guard !run.isDrill, call.descriptor.needsLane else { return }
        precondition(runBefore(call) == nil, "one run at a time commands a device")
        lane = .mine
    }

    /// A run of higher severity wants the device, and no command of this one is under way: nothing more of it begins. It
    /// answers no alarm any more; the next one waits for the device with a run of its own.
    mutating func giveWay(to other: RunID) {
        endsWindow = true
        record(.runSuperseded, detail: "run \(other) is of higher severity")
        for index in run.playbook.main { cut(run.playbook[index], .superseded(by: other)) }
        enter(.clearing(lettingIn: false))
        proceed()
    }
}

extension Run {
    /// Whether it is at work on the device: something of it is at a receiver, or will be tried again soon.
    var keepsLane: Bool {
        playbook.steps.contains { step in
            guard let call = step.call, !call.descriptor.listens else { return false }
            switch self[step.index].state {
            case .intent, .probing: return true
            case .retrying(_, let until, _): return until != nil && call.descriptor.isAboutDevice
            case .ready, .open, .asking, .waiting, .queued, .held, .ok, .sent, .rehearsed, .joined, .done, .skipped,
                .failed, .exhausted, .inDoubt:
                return false
            }
        }
    }

    /// Whether a command of it waits, or another try.
    var waitsWithCommand: Bool { playbook.steps.contains { waitsInLine($0) } }

    /// For another run, as of the one that has the device where it is overtaken, or for a stop to be lifted.
    private func waitsInLine(_ step: Step) -> Bool {
        switch self[step.index].state {
        case .queued: true
        case .retrying(_, let until, _): until == nil && step.call?.descriptor.needsLane == true
        case .ready, .open, .asking, .waiting, .held, .intent, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped, .failed, .exhausted, .inDoubt:
            false
        }
    }

    /// Whether a command of it may be changing the device right now.
    var commandsDevice: Bool {
        playbook.steps.contains { step in
            step.call?.descriptor.needsLane == true && self[step.index].state.attemptInFlight != nil
        }
    }

    /// Whether another try of a command to the device is due soon.
    var triesAgainSoon: Bool {
        playbook.steps.contains { step in
            guard case .retrying(_, .some, _) = self[step.index].state else { return false }
            return step.call?.descriptor.needsLane == true
        }
    }

    /// The highest number of a command of it.
    var lastFence: Int? { steps.compactMap { $0.state.attempt?.fence }.max() }

    /// The steps that wait for the lane, or for a stop to be lifted, and for nothing else of their own.
    func stepsInLine(at now: Instant) -> [Step] {
        let release = nextRelease(at: now)
        return playbook.steps.filter { waitsInLine($0) || $0.index == release }
    }
}

extension ActionDescriptor {
    /// Whether it changes something about the device: one run at a time does.
    package var needsLane: Bool { touchesDevice || liftsContainment }

    var isAboutDevice: Bool { needsLane || provesContainment }
}
