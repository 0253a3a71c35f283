import Domain
import Ledger
import Playbooks

// One run at a time holds a device. What follows from that when a run has gone on.
extension ResponseCore {
    /// Lets go of the lane where its holder is at work no more, and lets the next one in: the highest severity first,
    /// then the one that has waited longest. One of higher severity does not wait for the holder's end, only for the
    /// command that is under way.
    mutating func settleLane(of device: DeviceID, at now: Instant, in turn: inout Turn) {
        guard !isTakingUp, !isTellingOfLift else { return }
        if let holder = lanes[device].flatMap({ runs[$0] }), !holder.commandsDevice,
            holder.phase == .main, holder.keepsLane || holder.waitsWithCommand,
            let next = moreUrgent(than: holder, at: now)
        {
            return advance(holder.id, at: now, in: &turn) { $0.giveWay(to: next.id) }
        }
        if let holder = lanes[device], runs[holder]?.keepsLane != true { lanes[device] = nil }
        guard lanes[device] == nil, let next = nextInLine(for: device, at: now) else { return }
        advance(next.id, at: now, in: &turn) { _ = $0.goOn() }
    }

    /// The run for which the holder of the lane gives way in its main list, if there is one. What only lets the device in
    /// again waits for those who keep it off.
    func moreUrgent(than holder: Run, at now: Instant) -> Run? {
        guard let next = nextInLine(for: holder.device.id, at: now, besidesReleases: true),
            next.playbook.severity > holder.playbook.severity
        else { return nil }
        return next
    }

    private func nextInLine(for device: DeviceID, at now: Instant, besidesReleases: Bool = false) -> Run? {
        guard let ids = runsOfDevice[device], ids.count > 1 || lanes[device] == nil else { return nil }
        return ids.compactMap { runs[$0] }
            .filter { !$0.isDrill && canGoOn($0, at: now, besidesReleases: besidesReleases) }
            .min { ($1.playbook.severity, $0.started, $0.id) < ($0.playbook.severity, $1.started, $1.id) }
    }

    /// What a stop holds is not next in any line.
    private func canGoOn(_ run: Run, at now: Instant, besidesReleases: Bool) -> Bool {
        run.stepsInLine(at: now).contains { step in
            guard let call = step.call, !besidesReleases || !run.playbook.releases.contains(step.index) else {
                return false
            }
            return stops.covering(call, of: step, in: run) == nil
        }
    }

    /// After a restart: whose command was under way, or will be tried again soon; else whoever commanded the device last,
    /// where that is still at work.
    mutating func findLanes() {
        let atWork = runs.values.filter { !$0.isDrill && $0.keepsLane }
        for run in atWork where run.commandsDevice || run.triesAgainSoon { lanes[run.device.id] = run.id }
        for run in atWork where lanes[run.device.id] == nil {
            guard let fence = run.lastFence, fence == fences[run.device.id] else { continue }
            lanes[run.device.id] = run.id
        }
    }

    func lane(of run: Run) -> Lane {
        guard let holder = lanes[run.device.id] else { return .free }
        return holder == run.id ? .mine : .taken(by: holder)
    }
}
