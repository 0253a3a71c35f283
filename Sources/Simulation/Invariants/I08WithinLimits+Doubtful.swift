import Domain
import Playbooks
import Response

extension Evidence {
    /// Once so many devices have alarmed that the alarms are wrong, nothing more is done to any of them, unless a person
    /// let the run pass.
    func touchedInStorm() -> [Violation] {
        beginnings().compactMap { touch in
            guard let storm = touch.run.playbook.guards.storm, !storm.isStandard, !touch.run.isWaived(.storm) else {
                return nil
            }
            // Of an alarm that comes at the same time it is not known which was first.
            let alarms = alarms(of: touch.run.playbook.name).filter {
                $0.at > touch.began - storm.window && $0.at < touch.began
            }
            let count = Set(alarms.map(\.device)).count
            guard count >= storm.devices else { return nil }
            let sentence =
                "\(name(touch.id)) began though \(count) devices had alarmed within \(storm.window): \(storm.devices) are a storm"
            return violation(8, sentence, at: touch.moment)
        }
    }

    /// In a time that the playbook freezes nothing is begun, unless a person let the run pass that one.
    func touchedWhileFrozen() -> [Violation] {
        beginnings().compactMap { touch in
            let isFrozen = touch.run.playbook.guards.freezes.contains { freeze in
                guard case .once(let from, let until) = freeze, !touch.run.isWaived(.frozen, of: freeze.subject) else {
                    return false
                }
                return from <= touch.began && touch.began < until
            }
            return isFrozen ? violation(8, "\(name(touch.id)) began in a time that is frozen", at: touch.moment) : nil
        }
    }

    /// A first attempt of a step that acts on its device.
    private struct Beginning {
        let moment: Moment
        let run: Run
        let id: IntentID
        let began: Instant
    }

    private func beginnings() -> [Beginning] {
        recorded.compactMap { record in
            guard let attempt = record.beginning, attempt.number == 1, !record.run.isDrill, record.isGuarded else {
                return nil
            }
            return Beginning(
                moment: record.moment,
                run: record.run,
                id: record.id(of: attempt.number),
                began: attempt.began
            )
        }
    }

    /// The devices whose alarms the playbook answered, and when it did. What a person started is no alarm, and nothing joins it.
    private func alarms(of playbook: String) -> [(device: DeviceID, at: Instant)] {
        writes.flatMap(\.written.changes).compactMap { change in
            guard case .incident(let incident) = change, incident.playbook == playbook, incident.eventsCount == 1,
                !incident.dedupeText.isEmpty
            else { return nil }
            return (incident.device, incident.opened)
        }
    }
}

extension Evidence.Recorded {
    /// Whether it acts on its device, and does not take back what was done.
    fileprivate var isGuarded: Bool {
        guard let call = run.playbook[step].call else { return false }
        return call.descriptor.cutsOff
            && !run.playbook.releases.contains(step)
    }
}
