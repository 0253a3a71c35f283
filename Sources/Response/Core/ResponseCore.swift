import CEL
public import Domain
import Ledger
public import Playbooks

/// The pure core: handed inputs and the time, it answers with changes, records and effects.
///
/// No clock, no I/O, no randomness, no `async`. Whatever it must remember after a restart is in a ``Change``; the rest
/// follows from that (``resume(_:at:in:)``).
public struct ResponseCore: Sendable {
    let rules: Rules
    var index: MatchIndex
    /// Open runs: those that something may still happen to.
    var runs: [RunID: Run] = [:]
    /// Incidents that further events may join, by playbook and dedupe text.
    var incidents: [DedupeKey: Incident] = [:]
    /// Those whose place others have taken while their run was open, where they know of more alarms than their first.
    var replaced: [RunID: Incident] = [:]
    /// How many incidents there may be before those that nothing joins any more are dropped.
    var incidentsKeptMax = 1_024
    /// The open runs of each device.
    var runsOfDevice: [DeviceID: [RunID]] = [:]
    var limits = LimitWindows()
    var stops: Stops
    /// Commands of runs that are yet to be taken up.
    var underWayBefore = 0
    /// Who is held for which reason.
    var crowd = Crowd()
    /// Of whom nobody could tell, until somebody is to.
    var untoldCrowds: [Crowd.Key] = []
    /// Which devices are not as they were, by where they stand.
    var affected = AffectedDevices()
    /// Those that runs which are set aside left in another way, or may have.
    var affectedAside: Set<DeviceID> = []
    /// Which run works on a device.
    var lanes: [DeviceID: RunID] = [:]
    var isTakingUp = false
    /// Whether runs are being told what another one let in. No lane is settled before all of them know.
    var isTellingOfLift = false
    /// What they are to be told yet: one that is told may let the device in itself.
    var untold: [Telling] = []
    /// The last fence number of each device.
    var fences: [DeviceID: Int] = [:]
    /// Which devices raised alarms lately, by playbook.
    var alarms = AlarmWindows()
    /// When the latest hold came that is known of.
    var latestHold: Instant?
    /// As the registry counted it last.
    var fleet: FleetSnapshot?
    var timers = TimerQueue()
    /// Versions of playbooks that the store has already, by the playbook's name.
    var keptVersions: [String: Set<Digest>] = [:]
    /// Runs that fare badly, by the version of their playbook.
    var troubles = Troubles()
    /// Told of each run right before it goes on. It answers nothing, so nothing depends on it.
    let beforeAdvance: (@Sendable (RunID) -> Void)?
    /// While an event is taken in, runs are not noted one by one: the arrival itself is noted (decision 0035).
    var isReceiving = false

    struct DedupeKey: Hashable {
        let playbook: String
        let text: String
        let isDrill: Bool
    }

    public init(rules: Rules, playbooks: [Playbook], beforeAdvance: (@Sendable (RunID) -> Void)? = nil) {
        self.rules = rules
        stops = Stops(mode: rules.mode)
        self.beforeAdvance = beforeAdvance
        index = MatchIndex(playbooks)
    }

    public var playbooks: [Playbook] { index.playbooks }
    public var openRunsCount: Int { runs.count }
    /// About how many bytes of memory they take.
    public private(set) var openRunsBytes = 0
    package var incidentsCount: Int { incidents.count }

    /// A run that is open; `nil` once it has ended.
    public func run(_ id: RunID) -> Run? { runs[id] }

    /// When the core wants to be handed a ``Input/tick``, if nothing else comes in before.
    public var nextDeadline: Instant? { timers.next }

    /// Takes one input. What it decided is added to the turn.
    public mutating func handle(_ input: Input, at now: Instant, in turn: inout Turn) {
        switch input {
        case .event(let event, let lookup, let source):
            isReceiving = true
            receive(event, lookup, from: source, at: now, in: &turn)
            isReceiving = false
        case .start(let start, let lookup):
            begin(start, lookup, at: now, in: &turn)
        case .finished(let id, let result):
            advance(id.run, at: now, in: &turn) { $0.finish(id, result) }
        case .probed(let id, let result):
            advance(id.run, at: now, in: &turn) { $0.finish(id, probe: result) }
        case .ordered(let order):
            turn.answers.append(carryOut(order, at: now, in: &turn))
        case .stopSwitch(let isThrown, let words):
            setSwitch(isThrown, words, at: now, in: &turn)
        case .fleet(let fleet):
            self.fleet = fleet
        case .tick:
            while let timer = timers.popDue(at: now) {
                advance(timer.run, at: now, in: &turn) { $0.due(timer.step) }
            }
        }
    }

    /// Lets one run go on, keeps what became of it, and arms the timers that its new state asks for.
    mutating func advance(
        _ id: RunID,
        at now: Instant,
        in turn: inout Turn,
        _ step: (inout Advance) -> Void
    ) {
        guard let run = runs[id] else { return }
        if !isReceiving { beforeAdvance?(id) }
        alarms.forget(run.playbook.name, at: now)
        let others = others(besides: run)
        var advance = Advance(
            rules: rules,
            now: now,
            surroundings: GuardSurroundings(
                alarms: alarms,
                fleet: fleet,
                stops: stops,
                owners: Self.owners(of: others, at: now),
                isAffectedAside: affectedAside.contains(run.device.id),
                lettingIn: others.first(where: \.isLettingIn)?.id,
                moreUrgent: lanes[run.device.id] == id ? moreUrgent(than: run, at: now)?.id : nil,
                crowd: crowd.causes(besides: run, at: now),
                affectedPeers: affected.count(besides: run.device),
                replacesVersion: keptVersions[run.playbook.name]?.contains { $0 != run.playbook.digest } ?? false,
                trouble: troubles.first(of: run.playbook.digest)
            ),
            run: run,
            lane: lane(of: run),
            fence: fences[run.device.id] ?? 0,
            limits: limits,
            latestHold: latestHold,
            turn: turn
        )
        // Held in two places, each append would copy; the core's own are put back below.
        turn = Turn()
        limits = LimitWindows()
        step(&advance)
        advance.finishTurn()
        turn = advance.turn
        limits = advance.limits
        latestHold = advance.latestHold
        if advance.fence > 0 { fences[run.device.id] = advance.fence }
        if advance.lane == .mine { lanes[run.device.id] = run.id }
        guard advance.hasChanged else { return }
        for index in advance.changedSteps {
            guard let due = advance.run[index].state.due else { continue }
            timers.add(.init(due: due, run: run.id, step: index))
        }
        untoldCrowds += crowd.update(advance.run, was: run.crowd, at: now)
        affected.update(advance.run, did: run.affectsDevice)
        troubles.update(advance.run, was: run.isInTrouble)
        if advance.endsWindow { endWindow(of: run, at: now, in: &turn) }
        if case .ended = advance.run.phase { forget(run) } else { runs[id] = advance.run }
        if advance.mayLetIn || !advance.lifts.isEmpty {
            tell(Telling(lifts: advance.lifts, mayLetIn: advance.mayLetIn, run: run), at: now, in: &turn)
        }
        settleLane(of: run.device.id, at: now, in: &turn)
        tellOfCrowds(at: now, in: &turn)
    }

    mutating func keep(_ run: Run) {
        runs[run.id] = run
        openRunsBytes += run.origin.footprint
        runsOfDevice[run.device.id, default: []].append(run.id)
    }

    private mutating func forget(_ run: Run) {
        runs[run.id] = nil
        replaced[run.id] = nil
        openRunsBytes -= run.origin.footprint
        runsOfDevice[run.device.id]?.removeAll { $0 == run.id }
        if runsOfDevice[run.device.id]?.isEmpty == true { runsOfDevice[run.device.id] = nil }
    }
}

extension StepState {
    /// When the step wants to be looked at again, if no answer comes before.
    var due: Instant? {
        switch self {
        case .retrying(_, let until, _): until
        case .intent(let attempt): attempt.deadline + Rules.answerGrace
        case .probing(let attempt, _): attempt.deadline + Rules.probeGrace
        case .open(_, let until): until
        case .asking(let until): until
        case .waiting(let until): until
        case .held(let hold): hold.until
        case .ready, .queued, .ok, .sent, .rehearsed, .joined, .done, .skipped, .failed, .exhausted, .inDoubt:
            nil
        }
    }
}
