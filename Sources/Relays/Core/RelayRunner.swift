import Domain
import Ledger
package import Logging
package import Ports
import Synchronization

/// Sends a log's entries on, in their order, each at least once.
///
/// The position is kept only after a delivery, so that what was under way in a crash is sent again. Nothing is skipped:
/// what is not delivered is tried again for as long as it takes. It reads beside the engine, which never waits for it.
package final class RelayRunner: Sendable {
    private let configured: ConfiguredRelay
    private let reader: any AuditReader
    private let positions: any PositionKeeper
    private let surroundings: any Surroundings
    private let limits: RelayLimits
    private let logger: Logger
    private let progress = Mutex(RelayProgress())
    private let isClosing = Mutex(false)

    package init(
        _ configured: ConfiguredRelay,
        reader: any AuditReader,
        positions: any PositionKeeper,
        surroundings: any Surroundings,
        limits: RelayLimits = RelayLimits(),
        logger: Logger
    ) {
        self.configured = configured
        self.reader = reader
        self.positions = positions
        self.surroundings = surroundings
        self.limits = limits
        self.logger = logger
    }

    package var status: RelayStatus {
        progress.withLock { $0.status(named: configured.name, at: surroundings.now()) }
    }

    /// Until the task is cancelled; or, once it was closed, until nothing waits or a try fails.
    package func run() async {
        guard var position = await begin() else { return }
        while !Task.isCancelled {
            guard let after = await turn(from: position) else { return }
            if after == position {
                if isClosing.withLock(\.self) { return }
                await surroundings.sleep(until: surroundings.now() + limits.pollInterval)
            }
            position = after
        }
    }

    /// What is in the log is still sent, and nothing is waited for.
    package func close() { isClosing.withLock { $0 = true } }

    // MARK: - A turn

    /// - Returns: where to begin; nil where it was cancelled before that was known.
    private func begin() async -> RelayPosition? {
        let first = await persist { () throws(RelayFailure) in try await self.place() }
        if first != nil, let news = progress.withLock({ $0.found() }) { tell(news) }
        return first
    }

    private func place() async throws(RelayFailure) -> RelayPosition {
        try await asking { () throws(OperatorError) in
            guard let kept = try positions.load() else {
                let isNow = configured.start == .now
                let first = isNow ? try await RelayPosition.end(of: reader) : RelayPosition(next: 0)
                try positions.keep(first)
                return first
            }
            let resumed = try await kept.resumed(in: reader)
            guard resumed != kept else { return kept }
            // Other entries stand, or will, under numbers that were sent already. Those must not be passed over.
            logger.error(
                "relay '\(configured.name)': it had come to entry \(kept.next), and this is not the log that it sent: a backup was restored. It goes on with entry \(resumed.next); the receiver will see numbers anew"
            )
            return resumed
        }
    }

    /// Delivers one page of the log.
    /// - Returns: where the next begins, the same place where there was nothing; nil where it was cancelled.
    private func turn(from start: RelayPosition) async -> RelayPosition? {
        guard let page = await persist({ () throws(RelayFailure) in try await self.page(from: start.next) }) else {
            return nil
        }
        note(page, at: start.next)
        var position = start
        for batch in page.batches {
            if !batch.entries.isEmpty {
                let relay = configured.relay
                guard
                    await persist({ () throws(RelayFailure) in try await relay.deliver(batch.entries) }) != nil
                else { return nil }
            }
            let after = position.moved(past: batch.last)
            let kept: Void? = await persist { () throws(RelayFailure) in
                try await asking { () throws(OperatorError) in try positions.keep(after) }
            }
            guard kept != nil else { return nil }
            position = after
            progress.withLock { $0.next = after.next }
        }
        return position
    }

    private struct Page: Sendable {
        var batches: [RelayBatch] = []
        var first: Entry?
        var end: UInt64
    }

    private func page(from next: UInt64) async throws(RelayFailure) -> Page {
        let (limit, withPrivate) = (limits.pageEntriesMax, configured.withPrivate)
        return try await asking { () throws(OperatorError) in
            let entries = try await reader.entries(from: next, limit: limit)
            guard let first = entries.first, let last = entries.last else { return Page(end: next) }
            let range = first.sequence...last.sequence
            let values = withPrivate ? try await reader.privateValues(of: range) : []
            let batches = RelayBatch.cut(
                entries,
                opening: Dictionary(grouping: values, by: \.sequence),
                wanted: configured.filter,
                within: configured.bounds
            )
            return Page(batches: batches, first: first, end: try await reader.end())
        }
    }

    private func note(_ page: Page, at next: UInt64) {
        if let first = page.first, first.sequence > next {
            logger.error(
                "relay '\(configured.name)': entries \(next) to \(first.sequence - 1) are not in the database any more, and were not sent; they are in an archive"
            )
        }
        let now = surroundings.now()
        let news = progress.withLock { progress in
            (progress.next, progress.end) = (next, max(page.end, next))
            progress.waitingSince = page.first?.record.time
            return progress.look(at: now, noticed: limits.behindNoticed)
        }
        if let news { tell(news) }
    }

    // MARK: - Trying again

    /// Tries until it succeeds.
    /// - Returns: nil where the task was cancelled, or a try failed after it was closed.
    private func persist<Result>(_ attempt: () async throws(RelayFailure) -> Result) async -> Result? {
        var failures = 0
        while !Task.isCancelled {
            do throws(RelayFailure) {
                let result = try await attempt()
                progress.withLock { $0.succeeded() }
                return result
            } catch {
                guard !Task.isCancelled, !isClosing.withLock(\.self) else { return nil }
                failures += 1
                await wait(after: error, failures)
            }
        }
        return nil
    }

    private func wait(after failure: RelayFailure, _ failures: Int) async {
        // How far behind it is grows meanwhile; where the log cannot be read, the old figure stays.
        let end = try? await reader.end()
        let now = surroundings.now()
        let news = progress.withLock { progress in
            progress.end = max(end ?? progress.end, progress.end)
            let failed = progress.failed(failure, at: now)
            return [failed, progress.look(at: now, noticed: limits.behindNoticed)].compactMap(\.self)
        }
        for news in news { tell(news) }
        let dice = surroundings.randomBytes(8)
        await rest(until: now + RelayBackoff(limits).pause(after: failure, failures, dice: dice))
    }

    /// In short naps: whoever closes the relay does not wait for the end of a pause.
    private func rest(until deadline: Instant) async {
        while !Task.isCancelled, !isClosing.withLock(\.self) {
            let now = surroundings.now()
            guard now < deadline else { return }
            await surroundings.sleep(until: min(deadline, now + limits.pollInterval))
        }
    }

    private func tell(_ news: RelayProgress.News) {
        let (outage, behind) = progress.withLock { ($0.outage, $0.behind) }
        let words = outage.map { "\($0.failure.error)" } ?? ""
        switch news {
        case .lost:
            logger.error(
                "relay '\(configured.name)' does not know where to begin, and sends nothing until it does. \(words)"
            )
        case .found: logger.notice("relay '\(configured.name)' knows where to begin, and sends")
        case .refused:
            logger.error("relay '\(configured.name)' was refused, and waits for somebody to put it right. \(words)")
        case .behind(let waited):
            let why = outage.map { ". \($0.failure.error)" } ?? ""
            logger.warning(
                "relay '\(configured.name)' is behind: \(behind) entries wait, the oldest for \(waited.spoken)\(why)"
            )
        case .caughtUp:
            logger.notice("relay '\(configured.name)' caught up")
        }
    }

    /// The log, or the position's file: what is wrong there may pass.
    private func asking<Result>(
        _ question: () async throws(OperatorError) -> Result
    ) async throws(RelayFailure) -> Result {
        do throws(OperatorError) {
            return try await question()
        } catch {
            throw .transient(error)
        }
    }
}
