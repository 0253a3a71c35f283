import Domain
import Ports
import Response

/// What the core made of what had arrived: to be made durable, then performed and answered.
struct DecidedTurn: Sendable {
    let letters: [Mailbox.Letter]
    /// Of the events that an earlier turn knows.
    let known: [Event.Key: EventReceipt]
    let turn: Turn
    let at: Instant

    /// Of the events that this turn takes in.
    var newReceipts: [EventReceipt] {
        turn.changes.compactMap { change in
            guard case .event(let accepted) = change else { return nil }
            return EventReceipt(of: accepted.event, incidents: accepted.incidents, isDuplicate: false)
        }
    }
}
