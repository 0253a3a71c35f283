public import Domain
public import Ledger

/// Where runs have come to by the audit log alone: for whoever compares that with what the database says.
public struct RunReplay: Sendable {
    struct Course {
        fileprivate var last: AuditAction = .runStarted
        fileprivate var outcome: String?
        /// Whether the alarm is over since then, somebody takes back what was done, or refuses what a guard held: a run that
        /// was under way begins nothing more, and one at rest stays there.
        fileprivate var isClearing = false
        /// When any of that was said. Earlier versions let what waited end then, without a word.
        fileprivate private(set) var clears: [Moment] = []
        private(set) var beginning: Beginning?
        /// What its entries are about.
        private(set) var device: AuditObject?
        private(set) var steps: [String: Told] = [:]

        fileprivate mutating func take(_ record: AuditRecord, number: Int) {
            if let step = record.step { steps[step, default: Told()].take(record, number: number) }
            if device == nil, record.object?.kind == .device { device = record.object }
            if record.action == .runStarted { beginning = Beginning(record) }
            if RunReplay.clears.contains(record.action) {
                isClearing = true
                clears.append(Moment(number: number, time: record.time))
            } else if RunReplay.movesRun.contains(record.action) {
                last = record.action
                outcome = record.outcome
                isClearing = false
            }
        }
    }

    /// What was said of a run as it began.
    struct Beginning {
        private let incident: IncidentID?
        let playbook: Digest?
        private let startedBy: String
        let isDrill: Bool

        fileprivate init(_ record: AuditRecord) {
            incident = record.incident
            playbook = record.playbook
            startedBy = record.actor.name
            isDrill = record.isDrill
        }

        /// What of it is another than was said.
        fileprivate func differences(from kept: RunBeginning, isEnded: Bool) -> [String] {
            var words: [String] = []
            if playbook != kept.playbook { words.append("its playbook") }
            if incident != kept.incident { words.append("its incident") }
            if isDrill != kept.isDrill { words.append("whether it is a drill") }
            let isTheSame =
                RunReplay.isSame(startedBy, kept.startedBy) || isEnded && kept.startedBy == AuditRecord.person
            if !isTheSame { words.append("who started it") }
            return words
        }
    }

    /// When something was said.
    struct Moment: Hashable {
        /// Counts all that was said.
        let number: Int
        let time: Instant
    }

    /// What was said of a step.
    struct Told {
        /// The last word that tells its state.
        fileprivate private(set) var last: AuditAction?
        /// Whether it was let go on or opened again since then. It is yet to come, or stays as it was until its turn comes.
        private var isAnew = false
        /// Everybody who agreed to it, the first first.
        private var agreed: [String] = []
        /// How many of them may count no more.
        private var lapses: [Int] = []
        /// The causes of guards that a person let it pass.
        private var passed: [String] = []
        /// Of the last attempt.
        private var request: Digest?
        /// That it began to act: its first attempt, for the first time or anew.
        private(set) var begun: [Moment] = []
        private var wait: SaidWait?
        private var lastAnew: Moment?

        fileprivate mutating func take(_ record: AuditRecord, number: Int) {
            if record.action == .stepIntent, record.attempt == 1 {
                begun.append(Moment(number: number, time: record.time))
            }
            if record.action == .stepAnew { lastAnew = Moment(number: number, time: record.time) }
            wait = SaidWait(record, number: number) ?? wait
            takeBasis(record)
            take(record.action)
        }

        private mutating func takeBasis(_ record: AuditRecord) {
            if record.action == .stepIntent {
                request = record.request
            } else if record.action == .approvalGranted {
                agreed.append(record.actor.name)
            } else if record.action == .holdApproved {
                if let cause = record.outcome { passed.append(cause) }
            } else if !agreed.isEmpty, mayLapse(with: record.action) {
                lapses.append(agreed.count)
            }
        }

        /// Where it was passed over and is opened again the log does not say why it was, and with some reasons people are asked
        /// anew. Where they did not agree, earlier versions kept who had.
        private func mayLapse(with action: AuditAction) -> Bool {
            action == .approvalRefused || action == .approvalExpired || action == .stepReopened && last == .stepSkipped
        }

        /// What of it is another than was said.
        fileprivate func differences(from kept: StepBasis, _ clears: [Moment] = []) -> [String] {
            var words: [String] = []
            if !isAgreed(by: kept.grants) { words.append("who agreed to it") }
            if !kept.waived.allSatisfy({ passed.contains($0) }) { words.append("what a person let it pass") }
            if let request, let other = kept.request, request != other { words.append("what is sent") }
            if let own = kept.wait, !mayEnd(own.until, clears) { words.append("until when it waits") }
            return words
        }

        private func mayEnd(_ until: Instant?, _ clears: [Moment]) -> Bool {
            guard let wait, !wait.agrees(with: until) else { return true }
            let since = (clears + [lastAnew].compactMap(\.self)).filter { $0.number > wait.number }
            return since.contains { $0.time == until }
        }

        private func isAgreed(by grants: [String]) -> Bool {
            let lapsed = agreed.count - grants.count
            guard lapsed == 0 || lapses.contains(lapsed) else { return false }
            return zip(agreed.dropFirst(lapsed), grants).allSatisfy { RunReplay.isSame($0, $1) }
        }

        private mutating func take(_ action: AuditAction) {
            if RunReplay.tellsOfStep.contains(action) {
                last = action
                isAnew = action == .stepAnew
                // Nothing is sent again of what is over, and most of what a long log tells is.
                if !RunReplay.leavesOpen.contains(action) { request = nil }
            } else if action == .stepReopened {
                isAnew = true
            } else if action == .guardLifted || action == .holdApproved {
                // A message that a person refused is skipped, and what held it is lifted, too: that is not to come.
                isAnew = isAnew || last == .guardHeld
            }
        }

        /// Whether it may be yet to come, by all that was said.
        fileprivate var isToCome: Bool { last == nil || isAnew }

        /// Whether the state may be so, by its own `words`.
        fileprivate func agrees(with state: String, _ words: Set<AuditAction>) -> Bool {
            // Nothing is said where one that is ready opens.
            state == "ready" || state == "open" ? isToCome : last.map(words.contains) ?? false
        }

        fileprivate var text: String { last.map { "'\($0.text)'" } ?? "nothing of it" }
    }

    private(set) var courses: [RunID: Course] = [:]
    private var taken = 0
    /// Of all that was said, whatever the clock did in between.
    private(set) var latest = Instant(nanosecondsSinceEpoch: .min)

    public init() {}

    public mutating func take(_ record: AuditRecord) {
        latest = max(latest, record.time)
        guard let run = record.run, record.step != nil || Self.tellsOfRun.contains(record.action) else { return }
        taken += 1
        courses[run, default: Course()].take(record, number: taken)
    }

    /// - Returns: a sentence for each thing that the log and the account do not agree on. What the log knows and the
    ///   account does not is told by ``unaccounted(for:)``.
    public func disagreements(with account: RunAccount) -> [String] {
        guard let course = courses[account.run] else {
            return account.flaws + ["the log knows nothing of run \(account.run)"]
        }
        var sentences = account.flaws
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
        sentences += Self.otherwiseBegun(account, course)
        guard let steps = account.steps else { return sentences }
        sentences += Self.disagreements(steps, of: account.run, with: course).sorted()
        return sentences + Self.otherwiseBased(account, course).sorted()
    }

    /// Who it acts on, and who may not agree to it, the engine takes from there.
    private static func otherwiseBegun(_ account: RunAccount, _ course: Course) -> [String] {
        guard let kept = account.beginning else { return [] }
        var sentences: [String] = []
        if let device = course.device, device != kept.device {
            sentences.append("run \(account.run) is about \(kept.device), and the log says \(device)")
        }
        let words = course.beginning?.differences(from: kept, isEnded: account.phase == "ended") ?? []
        if !words.isEmpty {
            let list = words.joined(separator: ", ")
            sentences.append("run \(account.run) did not begin as the log says: \(list)")
        }
        return sentences
    }

    /// Of a run that has ended nothing goes on from there, and names may have been taken out of it.
    private static func otherwiseBased(_ account: RunAccount, _ course: Course) -> [String] {
        guard let bases = account.bases, account.phase != "ended" else { return [] }
        var words: [String: [String]] = [:]
        for (path, told) in course.steps {
            let differences = told.differences(from: bases[path] ?? .nothing, course.clears)
            if !differences.isEmpty { words[path] = differences }
        }
        for (path, kept) in bases where course.steps[path] == nil { words[path] = Told().differences(from: kept) }
        return words.filter { !$0.value.isEmpty && !isCut($0.key) }.map { path, words in
            "step '\(path)' of run \(account.run) does not go on from what the log says: "
                + words.joined(separator: ", ")
        }
    }

    /// Whether a name is the one that was said, where that was not taken out.
    private static func isSame(_ said: String, _ kept: String) -> Bool { said == AuditRecord.person || said == kept }

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
    static func isCut(_ path: String) -> Bool { path.utf8.count >= AuditText.bytesMax }

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
    private static let tellsOfRun = clears.union(movesRun)
    /// What is said of a step whose last attempt may be made again as it is.
    private static let leavesOpen: Set<AuditAction> = [.stepIntent, .stepRetry, .stepProbing, .guardHeld]
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
