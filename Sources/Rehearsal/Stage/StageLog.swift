import CEL
import Domain
import Ledger
import Playbooks
import Response

/// What happened in one test, for its judgement, its coverage, and whoever wants to read it.
package struct StageLog: Sendable {
    /// The event that the test is about.
    private let event: Event.Key
    private let began: Instant
    /// The run that the event started, as it stands.
    private(set) var run: Run?
    private(set) var runsCount = 0
    /// What each turn changed.
    private(set) var moves: [Move] = []
    /// What the limits were debited for, that of before the event included.
    private(set) var touches: [Touch]
    private(set) var records: [AuditRecord] = []
    /// Every attempt, in order.
    private(set) var intents: [Intent] = []
    /// Steps of the run in the order in which they were closed, or held; each once.
    private(set) var settled: [String] = []
    /// One after the other, where it changed.
    private(set) var outcomes: [RunOutcome] = []
    /// When the run came to rest last, taking back what was done not counted.
    private(set) var rested: Instant?
    private(set) var story: [StoryLine] = []
    /// Whether it had to be given up.
    var isEndless = false

    /// The steps of a run that one turn changed. Not the run as a whole: a long one would be kept once for each of its
    /// steps.
    struct Move: Sendable {
        let at: Instant
        let device: Device
        let isDrill: Bool
        let steps: [(step: Step, record: StepRecord)]
    }

    init(_ test: TestCase, touches: [Touch]) {
        event = test.given.event.key
        began = test.given.now
        self.touches = touches
    }

    var elapsed: Duration? { rested.map { $0 - began } }

    mutating func add(_ turn: Turn, at now: Instant) {
        for change in turn.changes {
            switch change {
            case .opened(let run):
                runsCount += 1
                if run.event.key == event { self.run = run }
            case .advanced(let run, let steps): add(run, steps, at: now)
            case .touch(let touch): touches.append(touch)
            case .event, .playbook, .incident, .overruled, .used, .fence, .measure, .stop, .lifted, .stopSwitch: break
            }
        }
        for record in turn.records { add(record, at: now) }
        intents += turn.effects.map(\.intent)
    }

    private mutating func add(_ run: Run, _ steps: [Step.Index], at now: Instant) {
        let changed = steps.map { (run.playbook[$0], run[$0]) }
        moves.append(Move(at: now, device: run.device, isDrill: run.isDrill, steps: changed))
        guard let before = self.run, run.id == before.id else { return }
        self.run = run
        if run.phase.isAtRest, !before.phase.isAtRest { rested = now }
        if run.phase.isAtRest, let outcome = run.phase.outcome, outcomes.last != outcome { outcomes.append(outcome) }
    }

    private mutating func add(_ record: AuditRecord, at now: Instant) {
        records.append(record)
        tell(
            record.action.text,
            record.step ?? "",
            record.detail.map { $0.isEmpty ? record.outcome ?? "" : $0 } ?? record.outcome ?? "",
            at: now
        )
        guard record.run == run?.id, let step = record.step, record.action.settlesStep else { return }
        // One that was held, and went on, counts from then.
        settled.removeAll { $0 == step }
        settled.append(step)
    }

    mutating func add(_ message: Facts.Message, at now: Instant) {
        tell("message", message.topic, message.payload, at: now)
    }

    mutating func addRestart(at now: Instant) {
        tell("engine.killed", "", "it starts again from what is stored", at: now)
    }

    private mutating func tell(_ what: String, _ subject: String, _ detail: String, at now: Instant) {
        story.append(StoryLine(after: now - began, what: what, subject: subject, detail: detail))
    }
}

/// A line of what happened.
package struct StoryLine: Hashable, Sendable {
    /// Since the event.
    package let after: Duration
    /// As in the audit log: `step.intent`.
    package let what: String
    /// The step, or the topic of a message; may be empty.
    package let subject: String
    package let detail: String
}

extension AuditAction {
    private static let settling: Set<Self> = [
        .stepOK, .stepSent, .stepRehearsed, .stepFailed, .stepUnknown, .stepExhausted, .stepSkipped, .stepDone,
        .guardHeld,
    ]

    fileprivate var settlesStep: Bool { Self.settling.contains(self) }
}
