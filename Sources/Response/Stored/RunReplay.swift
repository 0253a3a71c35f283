public import Domain
public import Ledger
import Playbooks

/// What is said of a run, from wherever its state was kept.
public struct RunAccount: Hashable, Sendable {
    public let run: RunID
    /// The stored spellings.
    public let phase: String
    public let outcome: String?
    /// The state of each step that has one, by its path in the playbook.
    public let steps: [String: String]

    public init(run: RunID, phase: String, outcome: String?, steps: [String: String]) {
        self.run = run
        self.phase = phase
        self.outcome = outcome
        self.steps = steps
    }
}

/// Where runs have come to by the audit log alone: for whoever compares that with what the database says.
public struct RunReplay: Sendable {
    private struct Course {
        var last: AuditAction = .runStarted
        var outcome: String?
        /// Whether the alarm is over since then, somebody takes back what was done, or refuses what a guard held: a run that
        /// was under way begins nothing more, and one at rest stays there.
        var isClearing = false
        var steps: [String: AuditAction] = [:]
    }

    private var courses: [RunID: Course] = [:]

    public init() {}

    public mutating func take(_ record: AuditRecord) {
        guard let run = record.run else { return }
        if let step = record.step, Self.tellsOfStep.contains(record.action) {
            courses[run, default: Course()].steps[step] = record.action
        }
        if Self.clears.contains(record.action) {
            courses[run, default: Course()].isClearing = true
        } else if Self.movesRun.contains(record.action) {
            courses[run, default: Course()].last = record.action
            courses[run]?.outcome = record.outcome
            courses[run]?.isClearing = false
        }
    }

    /// - Returns: a sentence for each thing that the log and the account do not agree on. What the log knows and the
    ///   account does not is told by ``unaccounted(for:)``.
    public func disagreements(with account: RunAccount) -> [String] {
        guard let course = courses[account.run] else { return ["the log knows nothing of run \(account.run)"] }
        var sentences: [String] = []
        let isAsSaid =
            Self.clearing.contains(account.phase)
            ? course.isClearing : Self.phases[account.phase]?.contains(course.last) ?? false
        let isOutcome = !Self.hasOutcome.contains(course.last) || account.outcome == course.outcome
        if !isAsSaid || !isOutcome {
            sentences.append(
                "run \(account.run) is '\(account.phase)'\(Self.words(account.outcome)), and the log says "
                    + "'\(course.last.text)'\(Self.words(course.outcome))"
            )
        }
        for (path, state) in account.steps.sorted(by: { $0.key < $1.key }) {
            guard let words = StepState.words[state] else {
                sentences.append("step '\(path)' of run \(account.run) is '\(state)', which is no state")
                continue
            }
            let last = course.steps[path]
            guard !words.isEmpty, !(last.map(words.contains) ?? false) else { continue }
            sentences.append(
                "step '\(path)' of run \(account.run) is '\(state)', and the log says "
                    + (last.map { "'\($0.text)'" } ?? "nothing of it")
            )
        }
        return sentences
    }

    /// The runs that the log tells of beyond these.
    public func unaccounted(for known: Set<RunID>) -> [RunID] {
        courses.keys.filter { !known.contains($0) }.sorted { $0.description < $1.description }
    }

    private static func words(_ outcome: String?) -> String { outcome.map { ", \($0)" } ?? "" }

    private static let phases: [String: Set<AuditAction>] = [
        "running": [.runStarted, .stepAnew, .holdApproved, .guardLifted],
        "closing": [.runClosing, .stepAnew],
        "waiting-for-person": [.runPaused],
        "in-force": [.runInForce],
        "ended": [.runEnded],
    ]

    private static let clearing: Set<String> = ["clearing", "letting-in"]
    private static let hasOutcome: Set<AuditAction> = [.runClosing, .runPaused, .runInForce, .runEnded]
    private static let clears: Set<AuditAction> = [.runCleared, .releaseOrdered, .runSuperseded, .holdRejected]
    private static let movesRun: Set<AuditAction> = phases.values.reduce(into: []) { $0.formUnion($1) }
    private static let tellsOfStep: Set<AuditAction> = StepState.words.values.reduce(into: []) { $0.formUnion($1) }
}

extension StepState {
    /// What the audit log says of a step that has come to a state, by the state's stored spelling; nothing where its parts
    /// say it.
    package static let words: [String: Set<AuditAction>] = [
        "ready": [], "open": [],
        "asking": [.approvalAsked, .approvalGranted],
        "waiting": [.stepWaiting, .runCleared, .stepAnew],
        "queued": [.stepQueued],
        "held": [.guardHeld],
        "intent": [.stepIntent],
        "retrying": [.stepRetry, .guardHeld],
        "probing": [.stepProbing],
        "ok": [.stepOK],
        "sent": [.stepSent],
        "rehearsed": [.stepRehearsed],
        "joined": [.stepOK, .stepFailed],
        "done": [.stepDone],
        "skipped": [.stepSkipped],
        "failed": [.stepFailed],
        "exhausted": [.stepExhausted],
        "in-doubt": [.stepUnknown],
    ]
}

extension RunAccount {
    package init(_ run: Run) {
        let steps = run.playbook.steps.map { ($0.path, run[$0.index].state.text) }
        self.init(
            run: run.id,
            phase: run.phase.text,
            outcome: run.phase.outcome?.text,
            steps: Dictionary(uniqueKeysWithValues: steps)
        )
    }
}
