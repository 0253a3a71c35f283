import Domain
import Logging
import Ports
import Response

// A full disk. Nothing of the turn was written and nothing of it was performed, so it is as if the turn had not been:
// the caller puts the core back. Whoever waits for an answer is told to come again; what nobody would bring again, above
// all the outcomes of effects, is kept, and taken in as soon as there is room.
extension Engine {
    /// After a turn that found no room. Returns when it is time to try again, or to end.
    func undo(
        _ letters: [Mailbox.Letter],
        known: [Event.Key: EventReceipt],
        _ error: OperatorError,
        at now: Instant
    ) async {
        tellNoRoom(error, at: now)
        let refusal = IntakeRefusal.noRoom(retryAfter: parts.limits.noRoomPause)
        mailbox.refuse(refusal)
        mailbox.putBack(letters.filter { !$0.isAwaited })
        for letter in letters {
            // What an earlier turn made durable is as durable as it was.
            letter.reply?.answer(letter.eventKey.flatMap { known[$0] }.map { .success($0) } ?? .failure(refusal))
            if case .order(_, let reply) = letter.content { reply.answer(.failure(.orderWithoutRoom)) }
        }
        await pauseForRoom(at: now)
        mailbox.refuse(nil)
    }

    func pauseForRoom(at now: Instant) async {
        await parts.surroundings.sleep(until: now + parts.limits.noRoomPause)
    }

    func tellNoRoom(_ error: OperatorError, at now: Instant) {
        guard load.noteNoRoom(at: now) else { return }
        parts.logger.critical("\(error)\n  no event is taken in, and nothing is begun, until there is room")
    }

    /// After a turn that wrote something.
    func tellRoom(at now: Instant) {
        guard let since = load.noteRoom() else { return }
        parts.logger.notice("there is room again, after \((now - since).spoken): events are taken in, and work goes on")
    }
}

extension Mailbox.Letter {
    /// Whether somebody waits for its answer, and will bring it again.
    fileprivate var isAwaited: Bool {
        switch content {
        case .event, .start, .order: true
        case .fleet, .outcome, .refusal: false
        }
    }
}

extension OperatorError {
    static let orderWithoutRoom = Self(
        attempted: "carry out an order",
        reason: "the disk of the engine is full: there is no room where the order would be kept",
        remedy: "make room, then try again; until then nothing is begun, and the file STOP stops everything even then"
    )
}
