import Domain
import Playbooks
import Response

extension Evidence {
    /// From the engine's last look at what is known of a device to the hand-over: the registry's answer, and the wait for
    /// a place on the connection. Half of an attempt's time at most, which is far less in these worlds.
    private static let onTheWay: Duration = .seconds(30)

    /// A protected device is left alone, unless a person let the run pass; also one that was protected while its run
    /// waited, or of which a condition of its playbook became true, but for the time that what is known of a device counts,
    /// and that in which a command is on the way.
    func touchedThoughProtected() -> [Violation] {
        let handed = Dictionary(handOvers.filter { !$0.isProbe }.map { ($0.intent.id, $0.moment) }) { first, _ in first
        }
        return recorded.compactMap { record in
            guard let attempt = record.beginning, !record.run.isDrill, record.isToLeaveAlone,
                let moment = handed[record.id(of: attempt.number)], isProtected(record.run, at: moment.time)
            else { return nil }
            return violation(8, "\(name(record.id(of: attempt.number))) reached a protected device", at: moment)
        }
    }

    /// By the registry, or by a condition of its playbook.
    private func isProtected(_ run: Run, at time: Instant) -> Bool {
        let id = run.device.id
        if !run.isWaived(.protected, of: "registry"),
            isKnown(run.device.isProtected, since: protections[id], to: run, at: time)
        {
            return true
        }
        return heedsTag(run) && !run.isWaived(.protected, of: "guard.protect")
            && isKnown(run.device.tags.contains(Scenery.tag), since: tagged[id], to: run, at: time)
    }

    /// Whether it was so at the alarm, or has been for long enough that the engine has looked again.
    private func isKnown(_ wasSo: Bool, since: Instant?, to run: Run, at time: Instant) -> Bool {
        if wasSo { return true }
        // Where the registry could not say, and a person let that pass, it may not be able to say now.
        guard let since, !run.isWaived(.undecided, of: "registry") else { return false }
        return time > max(since, run.started + Limits().protectionCountsFor) + Self.onTheWay
    }

    /// Whether the playbook leaves a device alone that has the tag: the conditions of the worlds are about nothing else.
    func heedsTag(_ run: Run) -> Bool { !run.playbook.guards.protect.isEmpty }
}

extension Evidence.Recorded {
    /// Whether its action is one that leaves a protected device alone.
    fileprivate var isToLeaveAlone: Bool {
        guard let call = run.playbook[step].call else { return false }
        return call.descriptor.cutsOff
    }
}
