import Domain
import Response

/// What becomes of one command between its driver and its receiver: decided by the seed when it is handed over, within
/// what the network and the receiver's class permit.
struct Journey: Sendable {
    enum Course: Sendable {
        /// Before the first byte was sent: certainly no effect.
        case turnedAway(ActionFailure)
        case lost
        case arrives(after: Duration)
        /// The network repeats itself; only where the receiver can tell.
        case arrivesTwice(after: Duration, and: Duration)
    }

    /// What the driver hears, where the command arrived.
    enum Report: Sendable {
        case asItIs
        /// A server error, though it may have been done.
        case serverError
        case nothing
        /// Whoever carries it took it; the receiver was not asked.
        case handedOver
    }

    let course: Course
    let report: Report
    /// Whether the receiver says no, where it may.
    let isRefused: Bool
    /// From the receiver back to the driver.
    let back: Duration
    /// How long after its time a driver still listens that keeps no time: then its answer is late.
    let overrun: Duration?

    /// Where nothing goes wrong.
    static let smooth = Self(
        course: .arrives(after: .milliseconds(40)),
        report: .asItIs,
        isRefused: false,
        back: .milliseconds(40),
        overrun: nil
    )

    static func drawn(with dice: Dice, canTellRepeats: Bool) -> Self {
        Self(
            course: course(dice, canTellRepeats),
            report: dice.pick([.asItIs, .asItIs, .asItIs, .asItIs, .serverError, .serverError, .nothing, .handedOver]),
            isRefused: dice.oneIn(10),
            back: dice.milliseconds(dice.oneIn(8) ? 4_000..<14_000 : 1..<2_000),
            overrun: dice.oneIn(6) ? dice.milliseconds(3_000..<70_000) : nil
        )
    }

    private static func course(_ dice: Dice, _ canTellRepeats: Bool) -> Course {
        switch dice.below(12) {
        case 0, 1: return .turnedAway(.transient(error("busy"), retryAfter: dice.oneIn(3) ? .seconds(7) : nil))
        case 2 where dice.oneIn(2): return .turnedAway(.permanent(error("no such thing here")))
        case 3, 4: return .lost
        default: break
        }
        let travel = dice.milliseconds(dice.oneIn(8) ? 3_000..<15_000 : 1..<3_000)
        guard canTellRepeats, dice.oneIn(6) else { return .arrives(after: travel) }
        return .arrivesTwice(after: travel, and: travel + dice.milliseconds(1..<4_000))
    }

    static func error(_ reason: String) -> OperatorError {
        OperatorError(attempted: "carry out a command", reason: reason, remedy: "none: it is a simulation")
    }
}
