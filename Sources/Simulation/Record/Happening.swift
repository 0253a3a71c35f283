import Domain
import Ledger
import Playbooks
import Ports
import Response

/// One thing that happened in a world, as an onlooker who sees everything would write it down.
enum Happening: Sendable {
    // A process of the engine: the first life, the second, …
    case began(life: Int, mode: Playbook.Mode, withEdits: Bool)
    case died(life: Int, at: Place)
    /// It found that it could not go on, and ended: why.
    case gaveUp(life: Int, OperatorError)
    case askedToClose(life: Int)
    case closed(life: Int)

    /// From now on no process goes on with the run.
    case setAside(RunID)
    /// What the last process shows as not taken up.
    case showedAside([RunID])

    // Its store.
    case wrote(Written)
    /// The process was told that it failed, and nothing is written.
    case notWritten(life: Int)
    /// The disk is full from now on, or has room again.
    case diskFilled(isFull: Bool)

    // The receivers. A driver hands over, the receiver sees, the driver brings back.
    case handedOver(life: Int, Intent)
    case asked(life: Int, Intent)
    case received(Intent, Reception)
    case answered(life: Int, IntentID, AttemptResult)
    case toldOfProbe(life: Int, IntentID, ProbeResult)

    // Monitors and people.
    case reported(life: Int, Event)
    case started(life: Int, Event, playbook: String)
    case acknowledged(life: Int, EventReceipt)
    case decided(life: Int, Decision, isTaken: Bool)
    /// What else a person wants: who, and what.
    case ordered(life: Int, String, what: String, isTaken: Bool)
    /// Somebody throws the switch that needs no engine, or takes it back.
    case switched(isThrown: Bool)

    // The world.
    /// From now on nothing goes wrong any more.
    case calmedDown
    /// Nothing is left to happen, or there is no end of it.
    case cameToRest(isAtRest: Bool)
}

/// A transaction that is durable.
struct Written: Sendable {
    let life: Int
    let changes: [Change]
    let entries: [StoredEntry]
    let hasCheckpoint: Bool
}

/// What a receiver did with a command.
enum Reception: Hashable, Sendable {
    /// It had its effect.
    case applied
    /// Recognised as one that it had seen, and dropped.
    case dropped
    /// It said no, before any effect.
    case refused
    /// It came after its own expiry, and had no effect.
    case expired
    /// There is no effect to have: seen, and answered.
    case seen
}

/// When something happened: its place in the order of everything, and the virtual time.
struct Moment: Comparable, Sendable {
    let number: Int
    let time: Instant

    static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}
