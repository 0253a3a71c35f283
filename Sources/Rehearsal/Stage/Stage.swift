import CEL
import Domain
import Ledger
import Playbooks
import Response

/// One test on its way: the real core in virtual time, between receivers and people that do as the test says.
///
/// What comes in is kept with its time, and the earliest is handed over; where the core wants to be woken before that,
/// time goes there. So a day's wait costs no more than a step, and the same test always takes the same way.
struct Stage {
    /// No playbook comes near: a thousand steps, each of a few turns.
    private static let turnsMax = 50_000
    /// Step keys of tests are the same everywhere, and those of no installation.
    private static let installationKey = Array("a key for rehearsals, of 32 bytes".utf8)
    static let monitor = Actor(name: "source:monitor", proof: "none")

    let test: TestCase
    private let rules: Rules
    private var core: ResponseCore
    private(set) var now: Instant
    private var mail: [Mail] = []
    private var turnsCount = 0
    private var fleet: FleetSnapshot?
    var memory = Memory()
    var log: StageLog
    /// Attempts of each step so far, by its path.
    var attempts: [String: Int] = [:]
    /// Steps that people have been asked about.
    var asked: Set<String> = []

    /// Something that will come in.
    struct Mail {
        let due: Instant
        let what: What

        enum What {
            case input(Input)
            case message(Facts.Message)
            case restart
        }

        /// Answers live in the process that waits for them.
        var outlivesProcess: Bool {
            switch what {
            case .input(.finished), .input(.probed): false
            case .input, .message, .restart: true
            }
        }
    }

    init(_ test: TestCase, actions: [ActionKind]) {
        self.test = test
        rules = Rules(actions: actions, installationKey: Self.installationKey, mode: .enforce)
        core = ResponseCore(rules: rules, playbooks: [test.playbook])
        now = test.given.now
        fleet = test.given.fleet
        log = StageLog(test, touches: test.given.earlierTouches(by: test.playbook))
    }

    /// From the event until nothing can happen any more.
    static func play(_ test: TestCase, actions: [ActionKind]) -> StageLog {
        var stage = Stage(test, actions: actions)
        stage.begin()
        while stage.takeNext() {}
        return stage.log
    }

    private mutating func begin() {
        var snapshot = Snapshot()
        let given = test.given
        snapshot.touches = log.touches
        snapshot.incidents = given.earlierAlarms(of: test.playbook)
        memory.remember(snapshot)
        resume(snapshot)
        for happening in test.later { send(happening) }
        take(opening)
    }

    /// A person's playbook is started by a person.
    private var opening: Input {
        let given = test.given
        guard test.playbook.trigger.isManual else {
            return .event(given.event, device: given.lookup, from: Self.monitor)
        }
        let person = Actor(name: "person:starter", proof: "local-user")
        let start = ManualStart(playbook: test.playbook, event: given.event, by: person, dryRun: false)
        return .start(start, device: given.lookup)
    }

    private mutating func send(_ happening: Happening) {
        switch happening.what {
        case .event(let event):
            let input = Input.event(event, device: test.given.lookup, from: Self.monitor)
            mail.append(Mail(due: now + happening.after, what: .input(input)))
        case .message(let message): mail.append(Mail(due: now + happening.after, what: .message(message)))
        case .restart: mail.append(Mail(due: now + happening.after, what: .restart))
        }
    }

    mutating func send(_ input: Input, after delay: Duration) {
        mail.append(Mail(due: now + delay, what: .input(input)))
    }

    // MARK: - Time

    /// - Returns: whether there was something.
    private mutating func takeNext() -> Bool {
        turnsCount += 1
        guard turnsCount <= Self.turnsMax else {
            log.isEndless = true
            return false
        }
        let earliest = mail.indices.min { mail[$0].due < mail[$1].due }
        if let due = core.nextDeadline, earliest.map({ mail[$0].due > due }) ?? true {
            now = max(now, due)
            take(.tick)
            return true
        }
        guard let earliest else { return false }
        let next = mail.remove(at: earliest)
        now = max(now, next.due)
        switch next.what {
        case .input(let input): take(input)
        case .message(let message): hear(message)
        case .restart: restart()
        }
        return true
    }

    // MARK: - Turns

    private mutating func take(_ input: Input) {
        var turn = Turn()
        core.handle(input, at: now, in: &turn)
        commit(turn)
    }

    private mutating func commit(_ turn: Turn) {
        memory.keep(turn)
        log.add(turn, at: now)
        for effect in turn.effects { perform(effect) }
        askPeople(turn)
    }

    private mutating func restart() {
        mail.removeAll { !$0.outlivesProcess }
        log.addRestart(at: now)
        core = ResponseCore(rules: rules, playbooks: [test.playbook])
        resume(memory.snapshot())
    }

    private mutating func resume(_ snapshot: Snapshot) {
        var snapshot = snapshot
        snapshot.fleet = fleet
        var turn = Turn()
        core.resume(snapshot, at: now, in: &turn)
        commit(turn)
    }
}

extension Given {
    /// Spread evenly over the time that is named, so that all of them lie within it.
    fileprivate func earlierTouches(by playbook: Playbook) -> [Touch] {
        touched.enumerated().flatMap { part, touched in
            (0..<touched.devices).map { number in
                Touch(
                    playbook: playbook.name,
                    version: playbook.digest,
                    device: Self.other(number, "touched", part),
                    site: touched.site,
                    groups: touched.groups,
                    at: now - touched.within * (Double(number) / Double(touched.devices)),
                    isDrill: playbook.mode <= .drill
                )
            }
        }
    }

    fileprivate func earlierAlarms(of playbook: Playbook) -> [Incident] {
        guard let alarms else { return [] }
        return (0..<alarms.devices).map { number in
            let identity = Digest(ofParts: "rehearsal", "\(number)")
            return Incident(
                id: IncidentID(identity),
                playbook: playbook.name,
                device: Self.other(number, "alarm", 0),
                severity: .unknown,
                dedupeText: "another device, \(number)",
                opened: now - alarms.within * (Double(number) / Double(alarms.devices)),
                joinsUntil: now,
                run: RunID(identity),
                isDrill: false,
                eventsCount: 1
            )
        }
    }

    private static func other(_ number: Int, _ word: String, _ part: Int) -> DeviceID {
        guard let id = DeviceID("other-\(word)-\(part + 1)-\(number + 1)") else { preconditionFailure("it is one") }
        return id
    }
}
