import Domain
import Playbooks

/// Runs that rest because a guard holds them, by what holds them: people are told of a crowd once, and not a hundred
/// thousand times.
struct Crowd: Sendable {
    struct Key: Hashable {
        let playbook: String
        let cause: Hold.Cause
    }

    /// A run that is one of them.
    struct Member: Hashable {
        let key: Key
        let telling: Telling
    }

    /// What of a run tells people.
    enum Telling: Hashable, Comparable {
        /// Nothing: it failed, or was left out.
        case nothing
        case onItsWay
        case done
    }

    private struct Held {
        var runs: Set<RunID> = []
        /// Those that tell of all of them: one, as a rule. It may be held no more, where its message is still under way.
        var tellers: Set<RunID> = []
        /// Whether one that told is not held any more: people know all the same.
        var isTold = false
        /// When the latest of them was.
        var latest: Instant

        mutating func add(_ run: RunID, at now: Instant) {
            // What was told before everybody forgot it tells nothing of those that come now.
            if latest <= now - Crowd.memory { (tellers, isTold) = ([], false) }
            runs.insert(run)
            latest = max(latest, now)
        }

        mutating func note(_ run: RunID, _ telling: Telling) {
            if telling > .nothing { tellers.insert(run) } else { tellers.remove(run) }
        }
    }

    private var held: [Key: Held] = [:]
    /// Runs that are held no more, and whose message is still under way: of whom it tells. As long as it may come, nobody else
    /// tells; of many whose alarms end one after the other, each would.
    private var leavers: [RunID: [Key]] = [:]

    /// The causes for which other runs of the same playbook are held, of which one is no older than an hour and one has told:
    /// people know of those. One that everybody has forgotten keeps nobody from being told of the next, nor do those of
    /// which nobody could be told.
    func causes(besides run: Run, at now: Instant) -> Set<Hold.Cause> {
        Set(Self.families.filter { isKnown($0, of: run.playbook.name, besides: run.id, at: now) }.joined())
    }

    /// Whether people know of those that are held for one of these causes, or are being told.
    private func isKnown(_ family: [Hold.Cause], of playbook: String, besides run: RunID?, at now: Instant) -> Bool {
        family.contains { cause in
            guard let held = held[Key(playbook: playbook, cause: cause)] else { return false }
            return held.latest > now - Self.memory && (held.isTold || held.tellers.contains { $0 != run })
        }
    }

    /// Those that are held with others, where people know of none of them.
    func untold(_ key: Key, at now: Instant) -> [RunID] {
        let family = Self.families.first { $0.contains(key.cause) } ?? []
        guard !isKnown(family, of: key.playbook, besides: nil, at: now) else { return [] }
        return family.flatMap { cause in held[Key(playbook: key.playbook, cause: cause)].map { Array($0.runs) } ?? [] }
    }

    private static let memory: Duration = .seconds(3_600)

    /// Those that hold many for one reason; what else holds a device is about this device, and is told each time. A storm
    /// that goes beyond a limit first is one thing to be told.
    private static let families: [[Hold.Cause]] = [[.limit, .storm], [.actionLimit], [.canary], [.tooOld]]
    static let causes = families.flatMap(\.self)

    /// Takes a run in, or lets it go, as it now is.
    /// - Returns: whose teller it was to be, where it could not tell.
    @discardableResult mutating func update(_ run: Run, was before: Member?, at now: Instant) -> [Key] {
        let member = run.crowd
        if member == nil, leavers[run.id] != nil { return follow(run) }
        guard member != before else { return [] }
        var untold: [Key] = []
        if let before, before.key != member?.key { untold = remove(run, before) }
        guard let member else { return untold }
        // What it tells from now on, it tells of these.
        for key in leavers.removeValue(forKey: run.id) ?? [] { held[key]?.tellers.remove(run.id) }
        if member.key != before?.key { held[member.key, default: Held(latest: now)].add(run.id, at: now) }
        held[member.key]?.note(run.id, member.telling)
        let couldNotTell = before?.telling == .onItsWay && member.telling == .nothing
        if couldNotTell, before?.key == member.key { untold.append(member.key) }
        return untold
    }

    /// After a restart, once all are in that are held. Nobody knows any more what those were held for that are not, and whose
    /// message is still under way: it may tell of any of whom nobody else does.
    mutating func recall(leaversIn runs: [Run]) {
        let untold = Set(held.filter { $0.value.tellers.isEmpty }.keys)
        for run in runs where run.isTellingOfFormerHold {
            let keys = Self.causes.map { Key(playbook: run.playbook.name, cause: $0) }.filter { untold.contains($0) }
            guard !keys.isEmpty else { continue }
            leavers[run.id] = keys
            for key in keys { held[key]?.tellers.insert(run.id) }
        }
    }

    /// Lets a run go that is not held for this any more.
    private mutating func remove(_ run: Run, _ before: Member) -> [Key] {
        let key = before.key
        held[key]?.runs.remove(run.id)
        guard held[key]?.runs.isEmpty == false else {
            forget(key)
            return []
        }
        // What is held for something else tells of that.
        let later: Telling? = run.crowd == nil ? run.tellingOfFormerHold : nil
        let telling: Telling? = before.telling == .done ? .done : later
        if telling == .onItsWay, held[key]?.tellers.contains(run.id) == true {
            leavers[run.id] = [key]
            return []
        }
        return conclude(key, run.id, telling) ? [key] : []
    }

    /// A run that is held no more goes on with its message.
    private mutating func follow(_ run: Run) -> [Key] {
        let telling = run.tellingOfFormerHold
        guard telling != .onItsWay, let keys = leavers.removeValue(forKey: run.id) else { return [] }
        var untold: [Key] = []
        for key in keys where conclude(key, run.id, telling) { untold.append(key) }
        return untold
    }

    /// What came of the message of one that is held no more.
    /// - Returns: whether it was to tell of them, and could not.
    private mutating func conclude(_ key: Key, _ run: RunID, _ telling: Telling?) -> Bool {
        guard held[key]?.tellers.remove(run) != nil else { return false }
        if telling == .done { held[key]?.isTold = true }
        return telling == .nothing
    }

    /// Nobody is held so any more, and nobody is to be told.
    private mutating func forget(_ key: Key) {
        guard let crowd = held.removeValue(forKey: key) else { return }
        for run in crowd.tellers {
            leavers[run]?.removeAll { $0 == key }
            if leavers[run]?.isEmpty == true { leavers[run] = nil }
        }
    }
}

extension Run {
    /// What holds it with many others, while it rests or is about to.
    var crowd: Crowd.Member? {
        guard !isDrill else { return nil }
        switch phase {
        case .closing(.held), .waitingForPerson(.held): break
        case .main, .clearing, .closing, .waitingForPerson, .inForce, .ended: return nil
        }
        // Of whom what tells of it is held, nobody has been told.
        guard !playbook.always.contains(where: { isHeld($0) }) else { return nil }
        let hold = playbook.steps.lazy.compactMap { self[$0.index].state.holdForPerson }.first
        guard let cause = hold?.cause, Crowd.causes.contains(cause) else { return nil }
        return Crowd.Member(
            key: Crowd.Key(playbook: playbook.name, cause: cause),
            telling: playbook.always.map { telling($0) }.max() ?? .nothing
        )
    }

    /// How far it has told of what held it, where nothing does any more. Nil where nobody waits for that: it goes on, and will
    /// tell of its end, or its message is held itself.
    var tellingOfFormerHold: Crowd.Telling? {
        let messages = playbook.always.filter { !(phase == .main && self[$0].state == .ready) }
        guard !messages.isEmpty, !messages.contains(where: { isHeld($0) }) else { return nil }
        return messages.map { telling($0) }.max()
    }

    /// Whether a message is under way that tells of what held it, though nothing does any more.
    var isTellingOfFormerHold: Bool {
        guard !isDrill, crowd == nil, tellingOfFormerHold == .onItsWay else { return false }
        return playbook.steps.contains { step in
            self[step.index].state.isUnderWay && playbook.isInAlways(step)
                && (phase == .main || isFromBeforeEnd(step.index))
        }
    }

    /// How it stands with a step that is a message, or with the furthest of those in it.
    private func telling(_ index: Step.Index) -> Crowd.Telling {
        let step = playbook[index]
        guard let action = step.call?.descriptor else {
            // What has not begun when its list is over never does.
            let isOver = self[index].state.isClosed
            return step.children.filter { !(isOver && self[$0].state == .ready) }.map { telling($0) }.max() ?? .nothing
        }
        guard !action.needsLane, action.receiver != .pure else { return .nothing }
        switch self[index].state {
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing: return .onItsWay
        case .ok, .sent, .rehearsed: return toldOfHold(index) ? .done : .nothing
        case .joined, .done, .skipped, .failed, .exhausted, .inDoubt: return .nothing
        }
    }

    /// Whether what a message has told was of what holds the run, or held it, and not of the end that it came to since.
    private func toldOfHold(_ index: Step.Index) -> Bool {
        switch phase {
        case .main, .closing(.held), .waitingForPerson(.held): true
        case .clearing, .closing, .waitingForPerson, .inForce, .ended: isFromBeforeEnd(index)
        }
    }

    private func isFromBeforeEnd(_ index: Step.Index) -> Bool {
        guard let began = self[index].began, let end = whenCalledOff else { return false }
        return began < end
    }

    /// When what was held in it was left out, as its alarm had ended or a person said so.
    private var whenCalledOff: Instant? {
        let times = playbook.main.compactMap { index -> Instant? in
            guard case .skipped(let reason) = self[index].state else { return nil }
            switch reason {
            case .cleared, .released, .notApproved: return self[index].closed
            case .conditionFalse, .jumpedOver, .eventTooOld, .overLimit, .notTaken, .noItem, .loopOver, .ended,
                .outerFailed, .timedOut, .superseded, .toldAlready, .stillOwned, .lifted,
                .keptOffByNobody:
                return nil
            }
        }
        return times.max()
    }

    /// Whether a guard holds the step, or something in it.
    private func isHeld(_ index: Step.Index) -> Bool {
        self[index].state.holdForPerson != nil || playbook[index].children.contains { isHeld($0) }
    }
}
