import CEL
import Domain
import Ledger
import Playbooks
import Response

/// What one test shows of its playbook.
struct CoverageObserver {
    private let test: TestCase
    private let playbook: Playbook
    private let log: StageLog
    private var marks: Set<Mark> = []

    static func marks(of test: TestCase, _ log: StageLog) -> Set<Mark> {
        var observer = Self(test: test, log: log)
        observer.addTrigger()
        for move in log.moves {
            for (step, record) in move.steps { observer.add(step, record, move) }
        }
        for record in log.records { observer.add(record) }
        return observer.marks
    }

    private init(test: TestCase, log: StageLog) {
        self.test = test
        self.log = log
        playbook = test.playbook
    }

    private mutating func addTrigger() {
        if let run = log.run {
            marks.insert(.trigger(true))
            if run.isTooOld { marks.insert(.tooOld) }
            return
        }
        var facts = Facts(event: test.given.event, device: test.given.lookup.found, now: test.given.now)
        facts.fleet = test.given.fleet
        if case .conditionFalse = StartVerdict(playbook, facts) { marks.insert(.trigger(false)) }
    }

    private mutating func add(_ record: AuditRecord) {
        if record.action == .runCleared { marks.insert(.cleared) }
        guard record.action == .approvalRefused || record.action == .approvalExpired,
            let step = playbook.steps.first(where: { $0.path == record.step })
        else { return }
        let place = StepPlace(step)
        marks.insert(record.action == .approvalRefused ? .refused(place) : .expired(place))
    }

    // MARK: - Steps

    private mutating func add(_ step: Step, _ record: StepRecord, _ move: StageLog.Move) {
        let place = StepPlace(step)
        guard record.state != .ready else { return }
        if let hold = hold(of: record) { add(hold, move) }
        if case .skipped(let reason) = record.state { return add(reason, step, record, move) }
        // A measure that waits for its end is none that was taken back.
        if place.isRelease, case .waiting = record.state { return }
        marks.insert(.step(place))
        if step.condition != nil, record.isPastCondition(step) { marks.insert(.condition(place, true)) }
        if record.state.isClosed { marks.insert(.failure(place, record.state.isFailure)) }
        if let policy = step.policy, record.grants.count >= policy.people { marks.insert(.approved(place)) }
        addWay(step, place, record.state)
    }

    private mutating func add(_ reason: SkipReason, _ step: Step, _ record: StepRecord, _ move: StageLog.Move) {
        switch reason {
        // What stands within a step that is skipped is skipped with it, and was not asked itself.
        case .conditionFalse where record.began != nil: marks.insert(.condition(StepPlace(step), false))
        case .overLimit(let explanation): addLimit(explanation, move)
        case .notApproved: marks.insert(.step(StepPlace(step)))
        case .conditionFalse, .jumpedOver, .eventTooOld, .notTaken, .noItem, .loopOver, .ended, .outerFailed,
            .timedOut, .cleared, .superseded, .toldAlready, .released, .stillOwned, .lifted,
            .keptOffByNobody:
            break
        }
    }

    private mutating func addWay(_ step: Step, _ place: StepPlace, _ state: StepState) {
        switch (step.body, state) {
        case (.choose, .open(.branch(let number), _)): marks.insert(.branch(place, number ?? -1))
        case (.choose, .joined(let joined)):
            if case .int(let number)? = joined.output.member("branch") { marks.insert(.branch(place, Int(number) - 1)) }
        case (.loop, .open(.items(let items), _)): marks.insert(.items(place, !items.isEmpty))
        case (.loop, .joined(let joined)): marks.insert(.items(place, joined.output.member("count") != .int(0)))
        case (.wait(.event), _), (.wait(.message), _):
            if state.isClosed { marks.insert(state.isFailure ? .timedOut(place) : .arrived(place)) }
        case (.action, _), (.parallel, _), (.group, _), (.choose, _), (.loop, _), (.wait, _), (.approval, _),
            (.call, _),
            (.set, _), (.fail, _), (.end, _), (.release, _):
            break
        }
    }

    // MARK: - Guards

    /// In a drill the guard that would have held it.
    private func hold(of record: StepRecord) -> Hold? {
        if case .held(let hold) = record.state { hold } else { record.wouldHold }
    }

    private mutating func add(_ hold: Hold, _ move: StageLog.Move) {
        switch hold.cause {
        case .protected: if !move.device.isProtected { marks.insert(.protected) }
        case .storm: marks.insert(.storm)
        case .canary: marks.insert(.canary)
        case .limit: addLimit(hold.explanation, move)
        case .frozen:
            for (number, freeze) in playbook.guards.freezes.enumerated()
            where freeze.sentence(at: move.at) == hold.explanation { marks.insert(.freeze(number)) }
        // What holds unless a playbook says otherwise is no line of it.
        case .undecided, .uncounted, .stopped, .tooOld, .actionLimit, .gateway, .lastOfSite, .flapping: break
        }
    }

    /// The limit that said so, asked one by one: people may have let pass one that stands before it.
    private mutating func addLimit(_ explanation: String, _ move: StageLog.Move) {
        var debited = LimitWindows()
        for touch in log.touches where touch.at <= move.at { debited.debit(touch) }
        let touch = Touch(playbook: playbook.name, device: move.device, at: move.at, isDrill: move.isDrill)
        let broken = playbook.guards.limits.firstIndex { limit in
            // A window that was asked forgets what is too old for this limit.
            var windows = debited
            let objection = windows.objection(to: touch, limits: [limit], fleet: test.given.fleet)
            return objection?.explanation == explanation
        }
        if let broken { marks.insert(.limit(broken)) }
    }
}

extension StepRecord {
    /// Whether the condition was true: a step that failed without having begun may have failed at that.
    fileprivate func isPastCondition(_ step: Step) -> Bool {
        guard case .failed(attempts: 0, let error) = state else { return true }
        return !error.attempted.hasPrefix("decide 'if'")
    }
}

extension Value {
    fileprivate func member(_ name: String) -> Value? {
        if case .map(let map) = self { map[name] } else { Optional.none }
    }
}
