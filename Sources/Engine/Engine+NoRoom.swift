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
    /// Commits a turn, however long it takes until there is room.
    /// - Returns: false where the task was cancelled before.
    func commitOnceThereIsRoom(_ decided: DecidedTurn, in journal: Journal) async throws(OperatorError) -> Bool {
        while let noRoom = try await commit(decided.turn, at: decided.at, in: journal) {
            // Those of the turn that waits behind this one wait as long.
            await refuse(decided.letters + nextInLine.withLock { $0 }, known: decided.known, noRoom)
            if Task.isCancelled { return false }
        }
        return true
    }

    /// Tells everybody who waits that there is no room. Returns when it is time to try again, or to end.
    func refuse(_ letters: [Mailbox.Letter], known: [Event.Key: EventReceipt], _ error: OperatorError) async {
        let now = parts.surroundings.now()
        tellNoRoom(error, at: now)
        let refusal = IntakeRefusal.noRoom(retryAfter: parts.limits.noRoomPause)
        mailbox.refuse(refusal)
        let waiting = mailbox.take(atMost: .max)
        mailbox.putBack(waiting.filter { !$0.isAwaited })
        let kept = IntakeRefusal.kept(retryAfter: parts.limits.noRoomPause)
        for letter in letters where letter.isStart { letter.reply?.answer(.failure(kept)) }
        for letter in letters + waiting {
            // What an earlier turn made durable is as durable as it was. That another event is refused is yet to be written.
            let receipt = letter.delivery.flatMap { known[$0.event.key]?.answer(to: $0.event) }
            if let receipt, receipt.refusal == nil {
                letter.reply?.answer(.success(receipt))
            } else {
                letter.reply?.answer(.failure(refusal))
            }
        }
        for case .order(_, let reply) in letters.map(\.content) { reply.answer(.failure(.notNow(kept))) }
        for case .record(_, _, let reply) in (letters + waiting).map(\.content) { reply.answer(false) }
        for case .order(_, let reply) in waiting.map(\.content) { reply.answer(.failure(.notNow(refusal))) }
        await pauseForRoom(at: now)
    }

    private func pauseForRoom(at now: Instant) async {
        parts.workInHand.putDown(.writing)
        await parts.surroundings.sleep(until: now + parts.limits.noRoomPause)
    }

    private func tellNoRoom(_ error: OperatorError, at now: Instant) {
        guard load.noteNoRoom(at: now) else { return }
        parts.logger.critical("\(error)\n  no event is taken in, and nothing is begun, until there is room")
    }

    /// What was written is durable, and nobody could prove it yet.
    func tellUnsigned(_ error: OperatorError, at now: Instant) {
        guard load.noteNoRoom(at: now) else { return }
        parts.logger.critical(
            "\(error)\n  events are taken in, and what is written of them is not signed until there is room"
        )
    }

    /// After a turn that wrote something.
    func tellRoom(at now: Instant) {
        guard let since = load.noteRoom() else { return }
        parts.logger.notice("there is room again, after \((now - since).spoken): events are taken in, and work goes on")
    }
}

extension Mailbox.Letter {
    /// Whether a person asked for a run: asked for again, it would be another one.
    fileprivate var isStart: Bool {
        if case .start = content { true } else { false }
    }

    /// Whether somebody waits for its answer, and will bring it again.
    fileprivate var isAwaited: Bool {
        switch content {
        case .event, .start, .order, .record: true
        case .fleet, .outcome, .refusal: false
        }
    }
}
