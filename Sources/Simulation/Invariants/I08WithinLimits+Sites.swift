import Domain
import Playbooks
import Response

extension Evidence {
    /// A site keeps one device that works, and a gateway is left alone, unless a person or the playbook let it pass.
    func brokenSites() -> [Violation] {
        var latest: [RunID: Run] = [:]
        var violations: [Violation] = []
        for (moment, written) in writes {
            for case .advanced(let run, let steps) in written.changes {
                let isFirst = latest[run.id].map { !$0.hasBegunToTouch } ?? true
                if isFirst, !run.isDrill, run.hasBegunToTouch {
                    violations += lossesBeyond(run, latest, steps).map { violation(8, $0, at: moment) }
                }
                latest[run.id] = run
            }
        }
        return violations
    }

    private func lossesBeyond(_ run: Run, _ others: [RunID: Run], _ steps: [Step.Index]) -> [String] {
        let (device, guards) = (run.device, run.playbook.guards)
        var losses: [String] = []
        if device.children > 0, guards.gateways == .hold, !run.isWaived(.gateway) {
            losses.append("\(name(run.id)) acts on a gateway of \(device.children) devices")
        }
        guard let peers = device.peers, guards.lastOfSite == .hold, !run.isWaived(.lastOfSite) else { return losses }
        let affected = others.values.filter {
            $0.device.site == device.site && $0.device.id != device.id && $0.isAtWork
        }
        let count = Set(affected.map(\.device.id)).count
        if count >= peers { losses.append("\(name(run.id)) acts on the last of \(peers + 1) devices of its site") }
        return losses
    }
}

extension Run {
    private var touching: [Step] {
        playbook.steps.filter { step in
            guard case .action(let call) = step.body else { return false }
            return call.descriptor.touchesDevice
        }
    }

    var hasBegunToTouch: Bool { touching.contains { self[$0.index].state.attempts > 0 } }

    /// Whether its device may be other than it was.
    fileprivate var isAtWork: Bool {
        if case .ended = phase { return false }
        return !isDrill && touching.contains { self[$0.index].mayHaveHadEffect }
    }
}
