public import Domain
import Ledger
import Logging
public import Playbooks
import Ports
import Response
import Synchronization

/// The one loop: receive → match → plan → advance → commit → perform.
///
/// Inputs that have arrived together are decided on together, by the pure core, and committed together; only then are
/// their effects performed and their senders answered. What became of an effect comes back in as an input.
public final class Engine: Sendable {
    let parts: EngineParts
    let mailbox: Mailbox
    let performer: Performer
    let fleet: FleetCount
    let load = EngineLoad()
    /// For the loop's own timers.
    let alarm: Alarm
    /// What arrived for a turn that is decided, and waits for the one before it to become durable.
    let nextInLine = Mutex<[Mailbox.Letter]>([])

    public init(_ parts: EngineParts) {
        self.parts = parts
        mailbox = Mailbox(parts.limits)
        fleet = FleetCount(parts.registry, parts.surroundings, parts.limits)
        performer = Performer(parts, mailbox)
        alarm = Alarm(parts.surroundings)
    }

    /// Takes up what an earlier process left, then works until ``close()`` and until what is under way has ended.
    /// Cancelled, it stops where it is, as a process that is killed: the next one takes up from what is durable.
    ///
    /// `onFailure` is called with what will be thrown, as soon as that is known. It is thrown only once the effects under
    /// way have ended, and some of them heed no cancellation.
    /// - Throws: where the store or the audit log cannot be relied on. The process must end then.
    public func run(
        onFailure: @escaping @Sendable (OperatorError) -> Void = { _ in }
    ) async throws(OperatorError) {
        defer {
            mailbox.abandon()
            // Whoever waits hears nothing good, but hears it.
            nextInLine.withLock { $0 = [] }
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.performer.run() }
                group.addTask { await self.alarm.watch { self.mailbox.wake() } }
                group.addTask {
                    do {
                        try await self.loop()
                    } catch let error as OperatorError {
                        onFailure(error)
                        throw error
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as OperatorError {
            throw error
        } catch {
            preconditionFailure("the loop throws operator's errors alone: \(error)")
        }
    }

    /// Those that it answers events with.
    public var playbooks: [Playbook] { parts.playbooks }

    /// From now on nothing from outside is taken in; ``run(onFailure:)`` returns once the effects under way have ended.
    public func close() { mailbox.close() }

    /// One turn is decided on while the one before becomes durable. They become so in their order, and nothing of a turn is
    /// performed or answered before.
    private func loop() async throws {
        let stored = try await stored()
        let journal = try journal(over: stored)
        var now = parts.surroundings.now()
        guard var core = try await takeUp(stored, journal) else { return }
        var heartbeat = Heartbeat(parts.limits, from: now)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            // Not durable yet.
            var before: DecidedTurn?
            while true {
                // A few letters can wait for those that come meanwhile: a flush costs the same for all.
                if mailbox.count < parts.limits.turnInputsEarly {
                    guard try await group.next() ?? true else { return }
                    before = nil
                }
                if mailbox.isEmpty {
                    // Closed first, and only then empty: something may have come in between.
                    if mailbox.isClosed && performer.countUnderWay == 0 && mailbox.isEmpty { break }
                    await wait(until: await nextDeadline(core, journal, heartbeat, after: now))
                }
                if Task.isCancelled { return }
                // Of a crowd that finds nothing under way the first do not wait for all: those go on while these are written.
                let most = parts.limits.turnInputsMax
                var letters = mailbox.take(atMost: before == nil ? min(parts.limits.turnInputsEarly, most) : most)
                let known = try await receipts(of: letters, besides: before)
                now = parts.surroundings.now()
                watchClock(at: now)
                // What became of an effect counts before its time is over, however much else waits before it.
                if core.nextDeadline.map({ $0 <= now }) ?? false { letters += mailbox.takeOutcomes() }
                var turn = turn(letters, known, &core, at: now)
                heartbeat.beat(at: now, in: &turn)
                let decided = DecidedTurn(letters: letters, known: known, turn: turn, at: now)
                nextInLine.withLock { $0 = letters }
                load.note(runsOpen: core.openRunsCount, bytes: core.openRunsBytes)
                guard try await group.next() ?? true else { return }
                nextInLine.withLock { $0 = [] }
                group.addImmediateTask { try await self.conclude(decided, in: journal) }
                before = decided
            }
        }
        if !Task.isCancelled { try await close(journal) }
    }

    private func nextDeadline(
        _ core: ResponseCore,
        _ journal: Journal,
        _ heartbeat: Heartbeat,
        after now: Instant
    ) async -> Instant? {
        let looks = parts.stopSwitch.interval.map { now + $0 }
        let deadlines = [core.nextDeadline, await journal.nextDeadline(after: now), looks, heartbeat.next]
        return deadlines.compactMap(\.self).min()
    }

    /// commit → perform, and then whoever waits is answered.
    /// - Returns: false where the task was cancelled before.
    private func conclude(_ decided: DecidedTurn, in journal: Journal) async throws(OperatorError) -> Bool {
        guard try await commitOnceThereIsRoom(decided, in: journal) else { return false }
        // Commands go first: whoever hands them over has this thread before the senders are told.
        if !decided.turn.effects.isEmpty { await Task.yield() }
        performer.tookIn(outcomesOf: decided.letters.compactMap(\.outcomeOf))
        answer(decided)
        decided.turn.tell(parts.logger)
        return true
    }

    /// Makes a turn durable, and only then hands its effects to the performer.
    /// - Returns: why not, where there is no room: nothing has happened then.
    func commit(_ turn: Turn, at now: Instant, in journal: Journal) async throws(OperatorError) -> OperatorError? {
        takeInHand(toWrite: turn)
        // A turn that finds no room, or a store that cannot be relied on, is nobody's poison.
        defer { parts.workInHand.putDown(.writing) }
        do throws(StoreFailure) {
            let committed = try await journal.commit(turn, at: now) { [performer] in performer.take($0, $1) }
            if let unsigned = committed.unsigned {
                tellUnsigned(unsigned, at: now)
            } else if committed.wrote {
                tellRoom(at: now)
            }
            mailbox.refuse(nil)
            return nil
        } catch .full(let error) {
            return error
        } catch {
            throw error.error
        }
    }

    /// What the core makes of what arrived.
    private func turn(
        _ letters: [Mailbox.Letter],
        _ known: [Event.Key: EventReceipt],
        _ core: inout ResponseCore,
        at now: Instant
    ) -> Turn {
        defer { parts.workInHand.putDown(.deciding) }
        var turn = Turn()
        // First of all, so that nothing begins in this turn that it stops.
        core.handle(parts.stopSwitch.asFound, at: now, in: &turn)
        // What became of an effect is known before its time is over, where the turn comes late: the disk may have been full.
        for case .outcome(let outcome) in letters.map(\.content) { core.handle(outcome, at: now, in: &turn) }
        core.handle(.tick, at: now, in: &turn)
        let (inputs, hasRepeats) = inputs(of: letters, unless: known)
        for input in inputs {
            // Whatever an event does is its own doing, and not that of the run before it.
            if case .event = input { parts.workInHand.putDown(.deciding) }
            core.handle(input, at: now, in: &turn)
        }
        turn.note(refusalsIn: letters, at: now)
        if hasRepeats { turn.note(othersIn: letters, besides: known, at: now) }
        for case .record(let record, let redaction, _) in letters.map(\.content) {
            turn.records.append(record)
            if let redaction { turn.redactions.append(redaction) }
        }
        return turn
    }

    private func close(_ journal: Journal) async throws(OperatorError) {
        do throws(StoreFailure) {
            try await journal.close(at: parts.surroundings.now())
        } catch .full(let error) {
            // Everything that was acknowledged is durable; only the note that the engine stopped is missing.
            parts.logger.warning("\(error)")
        } catch {
            throw error.error
        }
    }

    /// Until a letter arrives, or a timer is due.
    private func wait(until deadline: Instant?) async {
        if let deadline { alarm.set(to: deadline) }
        await mailbox.arrival()
    }

    // MARK: - Letters

    /// Of those that an earlier turn knows, the one before this included, which will be durable before it.
    private func receipts(
        of letters: [Mailbox.Letter],
        besides before: DecidedTurn?
    ) async throws(OperatorError) -> [Event.Key: EventReceipt] {
        let keys = letters.compactMap(\.eventKey)
        guard !keys.isEmpty else { return [:] }
        do throws(StoreFailure) {
            var known = try await parts.store.receipts(for: keys)
            guard let before else { return known }
            for receipt in before.newReceipts { known[receipt.key] = receipt.asDuplicate }
            return known
        } catch {
            throw error.error
        }
    }

    /// What is new to the core, outcomes aside: an event that an earlier turn knows, or that stands twice in this one, is not,
    /// and neither is another one under its key.
    private func inputs(
        of letters: [Mailbox.Letter],
        unless known: [Event.Key: EventReceipt]
    ) -> (new: [Input], hasRepeats: Bool) {
        var seen = Set(known.keys)
        var hasRepeats = false
        let new: [Input] = letters.compactMap { letter in
            if let key = letter.eventKey, !seen.insert(key).inserted {
                hasRepeats = true
                return nil
            }
            switch letter.content {
            case .event(let event, let device, let source): return .event(event, device: device, from: source)
            case .start(let start, let device): return .start(start, device: device)
            case .order(let order, _): return .ordered(order)
            case .fleet(let fleet): return .fleet(fleet)
            case .outcome, .refusal, .record: return nil
            }
        }
        return (new, hasRepeats)
    }

    private func answer(_ decided: DecidedTurn) {
        var receipts = decided.known
        for receipt in decided.newReceipts { receipts[receipt.key] = receipt }
        for letter in decided.letters {
            guard let event = letter.delivery?.event else { continue }
            let receipt = receipts[event.key]
            letter.reply?.answer(receipt.map { .success($0.answer(to: event)) })
            receipts[event.key] = receipt?.asDuplicate
        }
        // Orders in the order in which they were taken in.
        let replies = decided.letters.compactMap { letter in
            if case .order(_, let reply) = letter.content { reply } else { nil }
        }
        for (reply, answer) in zip(replies, decided.turn.answers) {
            reply.answer(answer.mapError { .objection($0) })
        }
        for case .record(_, _, let reply) in decided.letters.map(\.content) { reply.answer(true) }
    }
}
