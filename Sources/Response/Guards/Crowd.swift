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
        /// Those that tell of all of them: one, as a rule.
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

        mutating func remove(_ run: RunID, _ telling: Telling) {
            runs.remove(run)
            if tellers.remove(run) != nil, telling == .done { isTold = true }
        }

        mutating func note(_ run: RunID, _ telling: Telling) {
            if telling > .nothing { tellers.insert(run) } else { tellers.remove(run) }
        }
    }

    private var held: [Key: Held] = [:]

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
    @discardableResult mutating func update(_ run: Run, was before: Member?, at now: Instant) -> Key? {
        let member = run.crowd
        guard member != before else { return nil }
        if let before, before.key != member?.key {
            held[before.key]?.remove(run.id, before.telling)
            if held[before.key]?.runs.isEmpty == true { held[before.key] = nil }
        }
        guard let member else { return nil }
        if member.key != before?.key { held[member.key, default: Held(latest: now)].add(run.id, at: now) }
        held[member.key]?.note(run.id, member.telling)
        let couldNotTell = before?.telling == .onItsWay && member.telling == .nothing
        return couldNotTell && before?.key == member.key ? member.key : nil
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
        case .ok, .sent, .rehearsed: return .done
        case .joined, .done, .skipped, .failed, .exhausted, .inDoubt: return .nothing
        }
    }

    /// Whether a guard holds the step, or something in it.
    private func isHeld(_ index: Step.Index) -> Bool {
        self[index].state.holdForPerson != nil || playbook[index].children.contains { isHeld($0) }
    }
}
