import Domain
import Playbooks
import Response

extension Evidence {
    /// From the engine's last look at what is known of a device to the hand-over: the registry's answer, and the wait for
    /// a place on the connection. Half of an attempt's time at most, which is far less in these worlds.
    private static let onTheWay: Duration = .seconds(30)

    /// A protected device is left alone, unless a person let the run pass; also one that was protected while its run
    /// waited, but for the time that what is known of a device counts, and that in which a command is on the way.
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

    private func isProtected(_ run: Run, at time: Instant) -> Bool {
        if run.device.isProtected { return true }
        // Where the registry could not say, and a person let that pass, it may not be able to say now.
        guard let since = protections[run.device.id], !run.isWaived(.undecided, of: "registry") else { return false }
        return time > max(since, run.started + Limits().protectionCountsFor) + Self.onTheWay
    }
}

extension Evidence.Recorded {
    /// Whether its action is one that leaves a protected device alone, unless a person let it pass.
    fileprivate var isToLeaveAlone: Bool {
        guard let call = run.playbook[step].call else { return false }
        return call.descriptor.touchesDevice && !call.descriptor.liftsContainment
            && !run.isWaived(.protected, of: "registry")
    }
}
