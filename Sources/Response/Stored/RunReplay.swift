public import Domain
public import Ledger

/// What is said of a run, from wherever its state was kept.
public struct RunAccount: Hashable, Sendable {
    public let run: RunID
    /// The stored spellings.
    public let phase: String
    public let outcome: String?
    /// The state of each step that has one, by its path in the playbook; nil where nobody knows which step is which.
    public let steps: [String: String]?

    public init(run: RunID, phase: String, outcome: String?, steps: [String: String]?) {
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
        var steps: [String: Told] = [:]
    }

    /// What was said of a step.
    private struct Told {
        /// The last word that tells its state.
        private(set) var last: AuditAction?
        /// Whether it was let go on or opened again since then. It is yet to come, or stays as it was until its turn comes.
        private var isAnew = false

        mutating func take(_ action: AuditAction) {
            if RunReplay.tellsOfStep.contains(action) {
                last = action
                isAnew = action == .stepAnew
            } else if action == .stepReopened {
                isAnew = true
            } else if action == .guardLifted || action == .holdApproved {
                // A message that a person refused is skipped, and what held it is lifted, too: that is not to come.
                isAnew = isAnew || last == .guardHeld
            }
        }

        /// Whether it may be yet to come, by all that was said.
        var isToCome: Bool { last == nil || isAnew }

        /// Whether the state may be so, by its own `words`.
        func agrees(with state: String, _ words: Set<AuditAction>) -> Bool {
            // Nothing is said where one that is ready opens.
            state == "ready" || state == "open" ? isToCome : last.map(words.contains) ?? false
        }

        var text: String { last.map { "'\($0.text)'" } ?? "nothing of it" }
    }

    private var courses: [RunID: Course] = [:]

    public init() {}

    public mutating func take(_ record: AuditRecord) {
        guard let run = record.run else { return }
        if let step = record.step { courses[run, default: Course()].steps[step, default: Told()].take(record.action) }
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
        guard let steps = account.steps else { return sentences }
        return sentences + Self.disagreements(steps, of: account.run, with: course).sorted()
    }

    private static func disagreements(_ steps: [String: String], of run: RunID, with course: Course) -> [String] {
        var sentences: [String] = []
        for (path, state) in steps where !isCut(path) {
            guard let words = StepState.words[state] else {
                sentences.append("step '\(path)' of run \(run) is '\(state)', which is no state")
                continue
            }
            let told = course.steps[path] ?? Told()
            guard !told.agrees(with: state, words) else { continue }
            sentences.append("step '\(path)' of run \(run) is '\(state)', and the log says \(told.text)")
        }
        // To the engine a step without a row is ready.
        for (path, told) in course.steps where steps[path] == nil && !told.isToCome && !isCut(path) {
            sentences.append("step '\(path)' of run \(run) is not there, and the log says \(told.text)")
        }
        return sentences
    }

    /// Whether a path may be longer than the log has it: others may begin alike, so nobody can tell which is meant.
    private static func isCut(_ path: String) -> Bool { path.utf8.count >= AuditText.bytesMax }

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
    /// Not so the words that lead back to `ready`: most of them are also said of a step that stays as it is for now.
    private static let tellsOfStep: Set<AuditAction> = StepState.words.reduce(into: []) { words, state in
        if state.key != "ready" { words.formUnion(state.value) }
    }
}

extension StepState {
    /// What the audit log says of a step that has come to a state, by the state's stored spelling; nothing where its parts
    /// say it. A step that is ready has come back to it: each begins so.
    package static let words: [String: Set<AuditAction>] = [
        "ready": [.stepAnew, .stepReopened, .holdApproved, .guardLifted], "open": [],
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
