package import Domain
package import Ledger
package import Playbooks
import Ports
package import Response

/// Drives the core in virtual time, as a transcript: what comes in, and how long it takes.
///
/// Every turn is committed to stored forms before its effects count, and checked against ``TurnRules``; and whoever has the
/// audit log alone comes to the same states. What a test reads of a run was read back from there.
package struct CoreHarness {
    package private(set) var core: ResponseCore
    package private(set) var now = Sample.start
    package private(set) var rows = MemoryRows()
    /// Everything the audit log was told, in order.
    package private(set) var records: [AuditRecord] = []
    /// Every effect that a turn gave, in order.
    package private(set) var effects: [Effect] = []
    /// Every debit of a limit, in order.
    package private(set) var touches: [Touch] = []
    package private(set) var lastTurn = Turn()
    /// Every turn with its time, in order.
    package private(set) var turns: [(at: Instant, turn: Turn)] = []
    /// Broken rules of every turn. Empty, unless the core is wrong.
    package private(set) var violations: [String] = []
    package var devices: [DeviceID: DeviceLookup] = [:]
    /// Devices whose runs a restart sets aside, and whether a person gave those up.
    package var givenUp: [DeviceID: Bool] = [:]

    package let playbooks: [Playbook]
    private var mode: Playbook.Mode
    private let installationKey: [UInt8]
    private let actionLimits: [String: ActionLimit]
    /// The playbook of each run, under its id.
    private(set) var pinned: [RunID: Playbook] = [:]
    private var replayed = ReplayedRuns()

    package init(
        _ playbooks: [Playbook],
        mode: Playbook.Mode = .enforce,
        installationKey: [UInt8] = Sample.installationKey,
        actionLimits: [String: ActionLimit] = [:]
    ) {
        self.playbooks = playbooks
        self.actionLimits = actionLimits
        self.mode = mode
        self.installationKey = installationKey
        core = Self.core(playbooks, mode, installationKey, actionLimits)
    }

    package init(
        _ text: String,
        mode: Playbook.Mode = .enforce,
        installationKey: [UInt8] = Sample.installationKey,
        actionLimits: [String: ActionLimit] = [:]
    ) {
        self.init(
            [PlaybookFixture.compiled(text)],
            mode: mode,
            installationKey: installationKey,
            actionLimits: actionLimits
        )
    }

    // MARK: - What comes in

    package mutating func event(_ event: Event) {
        take(.event(event, device: lookup(event.device), from: Sample.monitor))
    }

    package mutating func event(_ id: String = "e-1", of device: String = "pump-7") {
        event(Sample.event(id, of: device, at: now))
    }

    package mutating func start(_ playbook: Playbook, _ event: Event, dryRun: Bool = false) {
        let start = ManualStart(playbook: playbook, event: event, by: Sample.operatorOnDuty, dryRun: dryRun)
        take(.start(start, device: lookup(event.device)))
    }

    /// The answer to the latest attempt of a step.
    package mutating func finish(_ step: String, _ result: AttemptResult) {
        guard let intent = lastIntent(step) else { return }
        take(.finished(intent.id, result))
    }

    package mutating func probed(_ step: String, _ result: ProbeResult) {
        guard let intent = lastIntent(step) else { return }
        take(.probed(intent.id, result))
    }

    /// - Returns: what became of it.
    @discardableResult package mutating func order(_ order: OperatorOrder) -> OrderAnswer {
        take(.ordered(order))
        guard let answer = lastTurn.answers.first else { preconditionFailure("each order is answered") }
        return answer
    }

    /// By somebody who has just read what the step waits for.
    @discardableResult package mutating func decide(_ decision: Decision) -> OrderAnswer {
        order(.decide(asRead(decision)))
    }

    package mutating func take(_ input: Input) {
        var turn = Turn()
        core.handle(input, at: now, in: &turn)
        commit(turn)
    }

    /// Time passes; the core is woken whenever it wants to be.
    package mutating func advance(by duration: Duration) {
        let end = now + duration
        while let due = core.nextDeadline, due <= end {
            now = max(now, due)
            take(.tick)
        }
        now = end
    }

    /// Time passes, and nobody looks.
    package mutating func moveClock(to instant: Instant) { now = max(now, instant) }

    /// To the next moment at which the core wants to be woken.
    package mutating func advanceToNextDeadline() {
        guard let due = core.nextDeadline else { return }
        advance(by: max(.zero, due - now))
    }

    /// The process ends and begins anew: the core knows what the stored forms say, and nothing more. The clock may have been
    /// set meanwhile, back too; and it finds the stop switch thrown or not.
    package mutating func restart(
        mode: Playbook.Mode? = nil,
        playbooks edited: [Playbook]? = nil,
        at instant: Instant? = nil,
        isSwitchThrown: Bool = false
    ) {
        self.mode = mode ?? self.mode
        now = instant ?? now
        core = Self.core(edited ?? playbooks, self.mode, installationKey, actionLimits)
        var turn = Turn()
        let stored = stored()
        let snapshot = snapshot(of: stored)
        core.recall(stopsOf: snapshot, stopSwitch: stored.stopSwitch)
        core.handle(.stopSwitch(isThrown: isSwitchThrown), at: now, in: &turn)
        core.resume(snapshot, at: now, in: &turn)
        commit(turn)
    }

    /// The process dies before the turn of this input is durable.
    package mutating func loseTurn(of input: Input) {
        var turn = Turn()
        core.handle(input, at: now, in: &turn)
        restart()
    }

    // MARK: - Within

    package func lookup(_ id: DeviceID) -> DeviceLookup { devices[id] ?? .found(Device(id: id)) }

    private static func core(
        _ playbooks: [Playbook],
        _ mode: Playbook.Mode,
        _ key: [UInt8],
        _ limits: [String: ActionLimit]
    ) -> ResponseCore {
        ResponseCore(
            rules: Rules(actions: FakeDrivers.kinds, installationKey: key, mode: mode, actionLimits: limits),
            playbooks: playbooks
        )
    }

    private mutating func commit(_ turn: Turn) {
        do throws(StoreFailure) {
            try rows.commit(Transaction(changes: turn.changes))
        } catch {
            preconditionFailure("the core and the store differ: \(error.error.reason)")
        }
        lastTurn = turn
        turns.append((now, turn))
        records += turn.records
        effects += turn.effects
        for case .touch(let touch) in turn.changes { touches.append(touch) }
        for case .opened(let run) in turn.changes { pinned[run.id] = run.playbook }
        violations += TurnRules.violations(of: turn, after: rows)
        replayed.take(turn.records, with: turn.changes)
        violations += replayed.disagreements()
    }

    private func stored() -> StoredState {
        do throws(StoredFormatError) {
            return try rows.load(at: now)
        } catch {
            preconditionFailure("what was stored cannot be read back: \(error)")
        }
    }

    private func snapshot(of stored: StoredState) -> Snapshot {
        do throws(StoredFormatError) {
            var snapshot = Snapshot(withoutRunsOf: stored)
            for run in stored.runs {
                if let isGivenUp = givenUp[run.header.device.id] {
                    snapshot.aside.append(RunAside(run.header, steps: run.steps, isGivenUp: isGivenUp))
                    continue
                }
                guard stored.playbooks[run.header.playbook] != nil, let playbook = pinned[run.header.id] else {
                    preconditionFailure("a run's playbook is kept with it")
                }
                snapshot.openRuns.append(try run.revived(with: playbook))
            }
            return snapshot
        } catch {
            preconditionFailure("what was stored cannot be read back: \(error)")
        }
    }

    /// A transcript that has gone another way is a finding, and not the end of all tests.
    private mutating func lastIntent(_ step: String) -> Intent? {
        let intent = intents(of: step).last
        if intent == nil { violations.append("step '\(step)' was never attempted") }
        return intent
    }
}
