import Domain
import Playbooks
import Response

extension Invariant {
    static let oneRunPerLane = Self(9, "one run per lane") { world in world.crossings() }
}

extension Evidence {
    /// After each transaction at most one run has a command to a device under way, or will soon try it again.
    fileprivate func crossings() -> [Violation] {
        var commanding: [DeviceID: Set<RunID>] = [:]
        return writes.flatMap { moment, written -> [Violation] in
            var touched: Set<DeviceID> = []
            for case .advanced(let run, _) in written.changes where !run.isDrill {
                touched.insert(run.device.id)
                if run.isCommanding {
                    commanding[run.device.id, default: []].insert(run.id)
                } else {
                    commanding[run.device.id]?.remove(run.id)
                }
            }
            return touched.sorted().compactMap { device in
                // One that was set aside holds no lane.
                guard let runs = commanding[device]?.filter({ !isAside($0, at: moment) }), runs.count > 1 else {
                    return nil
                }
                let names = runs.sorted().map { name($0) }.joined(separator: " and ")
                return violation(9, "\(names) command \(device) at once", at: moment)
            }
        }
    }
}

extension Run {
    fileprivate var isCommanding: Bool {
        // Few steps are under way: that is asked first.
        steps.indices.contains { position in
            steps[position].state.isAtReceiver && playbook.steps[position].call?.descriptor.needsLane == true
        }
    }
}

extension StepState {
    fileprivate var isAtReceiver: Bool {
        if case .retrying(_, .some, _) = self { true } else { attemptInFlight != nil }
    }
}
