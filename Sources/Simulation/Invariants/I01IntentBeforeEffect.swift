import Domain
import Playbooks
import Response

extension Invariant {
    static let intentBeforeEffect = Self(1, "an effect has an earlier durable intent with its key") { world in
        world.handOvers.compactMap { world.unrecorded($0) ?? world.late($0) }
            + world.intended.flatMap { world.countedTwice($0, $1) } + world.recorded.compactMap { world.overdue($0) }
    }
}

extension Evidence {
    /// Whatever a driver is handed was durable before, exactly as it is handed over.
    fileprivate func unrecorded(_ handOver: HandOver) -> Violation? {
        let intent = handOver.intent
        let earlier = intended[intent.id]?.first { $0.moment < handOver.moment }
        guard let earlier else {
            return violation(1, "\(name(intent.id)) reached a driver, and no intent was durable", at: handOver.moment)
        }
        guard earlier.attempt.key == intent.attempt.key, earlier.attempt.request == intent.attempt.request else {
            return violation(1, "\(name(intent.id)) reached a driver otherwise than recorded", at: handOver.moment)
        }
        return nil
    }

    /// An intent counts for its time: what waited too long for its place on a connection is not handed over any more.
    fileprivate func late(_ handOver: HandOver) -> Violation? {
        let intent = handOver.intent
        // A command is handed over with what is left of its time; a question has all of its own.
        let whole = handOver.isProbe ? intent.timeout : intent.attempt.deadline - intent.attempt.began
        guard handOver.moment.time > intent.attempt.deadline - whole / 2 else { return nil }
        return violation(1, "\(name(intent.id)) reached a driver when its time was over", at: handOver.moment)
    }

    /// A step has a time in all. What the engine knew of the device is too old for an attempt that begins after it, however
    /// long the engine was down, or the step stopped, or people thought about it.
    fileprivate func overdue(_ record: Recorded) -> Violation? {
        guard let attempt = record.beginning, !record.run.isDrill, let began = record.run[record.step].began,
            let call = record.run.playbook[record.step].call, !call.descriptor.liftsContainment,
            attempt.began > began + call.overall
        else { return nil }
        return violation(
            1,
            "\(name(record.id(of: attempt.number))) begins when the time of its step is over",
            at: record.moment
        )
    }

    /// Each intent is recorded once: attempts are counted, and their count outlives every restart.
    fileprivate func countedTwice(_ id: IntentID, _ intents: [Intended]) -> [Violation] {
        intents.dropFirst().map { violation(1, "\(name(id)) is recorded a second time", at: $0.moment) }
    }
}
