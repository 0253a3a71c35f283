import Domain
import Logging
import Ports
import Response
import Synchronization

// A full disk. The turn that finds no room is kept as it is, and written as soon as there is some; until then nothing is
// performed, nothing is taken in, and at most one more turn, which had begun, is decided on. Whoever waits for an answer
// is told to come again: an event that comes again is then known already. What nobody would bring again, above all the
// outcomes of effects, waits.
extension Engine {
    /// Makes a turn durable, however long that takes.
    /// - Returns: false where the task was cancelled before.
    func commit(_ decided: DecidedTurn, in journal: Journal) async throws(OperatorError) -> Bool {
        // A turn that finds no room, or a store that cannot be relied on, is nobody's poison.
        defer { parts.workInHand.putDown(.writing) }
        while true {
            takeInHand(toWrite: decided.turn)
            do throws(StoreFailure) {
                let wrote = try await journal.commit(decided.turn, at: decided.at) { [performer] in
                    performer.take($0, $1)
                }
                if wrote { tellRoom(at: decided.at) }
                mailbox.refuse(nil)
                return true
            } catch .full(let error) {
                // Those of the turn that waits behind this one wait as long.
                await refuse(decided.letters + nextInLine.withLock { $0 }, known: decided.known, error)
                if Task.isCancelled { return false }
            } catch {
                throw error.error
            }
        }
    }

    /// Tells everybody who waits that there is no room. Returns when it is time to try again, or to end.
    func refuse(_ letters: [Mailbox.Letter], known: [Event.Key: EventReceipt], _ error: OperatorError) async {
        let now = parts.surroundings.now()
        tellNoRoom(error, at: now)
        let refusal = IntakeRefusal.noRoom(retryAfter: parts.limits.noRoomPause)
        mailbox.refuse(refusal)
        let waiting = mailbox.take(atMost: .max)
        mailbox.putBack(waiting.filter { !$0.isAwaited })
        for letter in letters + waiting {
            // What an earlier turn made durable is as durable as it was.
            letter.reply?.answer(letter.eventKey.flatMap { known[$0] }.map { .success($0) } ?? .failure(refusal))
        }
        for case .order(_, let reply) in letters.map(\.content) {
            reply.answer(.failure(.kept(retryAfter: parts.limits.noRoomPause)))
        }
        for case .record(_, _, let reply) in (letters + waiting).map(\.content) { reply.answer(false) }
        for case .order(_, let reply) in waiting.map(\.content) { reply.answer(.failure(.notNow(refusal))) }
        await pauseForRoom(at: now)
    }

    func pauseForRoom(at now: Instant) async {
        parts.workInHand.putDown(.writing)
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
        case .event, .start, .order, .record: true
        case .fleet, .outcome, .refusal: false
        }
    }
}
