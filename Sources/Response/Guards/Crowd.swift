import Domain
import Playbooks

/// Runs that rest because a guard holds them, by what holds them: people are told of a crowd once, and not a hundred
/// thousand times.
struct Crowd: Sendable {
    struct Key: Hashable {
        let playbook: String
        let cause: Hold.Cause
    }

    private struct Held {
        var runs: Set<RunID> = []
        /// When the latest of them was.
        var latest: Instant

        mutating func add(_ run: RunID, at now: Instant) {
            runs.insert(run)
            latest = max(latest, now)
        }
    }

    private var held: [Key: Held] = [:]

    /// The causes for which other runs of the same playbook are held, of which one is no older than an hour: people know
    /// of those. One that everybody has forgotten keeps nobody from being told of the next.
    func causes(besides run: Run, at now: Instant) -> Set<Hold.Cause> {
        Set(
            Self.families.filter { family in
                family.contains { cause in
                    guard let held = held[Key(playbook: run.playbook.name, cause: cause)] else { return false }
                    return held.latest > now - Self.memory && held.runs.contains { $0 != run.id }
                }
            }.joined()
        )
    }

    private static let memory: Duration = .seconds(3_600)

    /// Those that hold many for one reason; what else holds a device is about this device, and is told each time. A storm
    /// that goes beyond a limit first is one thing to be told.
    private static let families: [[Hold.Cause]] = [[.limit, .storm], [.actionLimit], [.canary]]
    static let causes = families.flatMap(\.self)

    /// Takes a run in, or lets it go, as it now is.
    mutating func update(_ run: Run, was before: Key?, at now: Instant) {
        let key = run.crowd
        guard key != before else { return }
        if let before {
            held[before]?.runs.remove(run.id)
            if held[before]?.runs.isEmpty == true { held[before] = nil }
        }
        if let key { held[key, default: Held(latest: now)].add(run.id, at: now) }
    }
}

extension Run {
    /// What holds it with many others, while it rests or is about to.
    var crowd: Crowd.Key? {
        guard !isDrill else { return nil }
        switch phase {
        case .closing(.held), .waitingForPerson(.held): break
        case .main, .clearing, .closing, .waitingForPerson, .inForce, .ended: return nil
        }
        // Of whom what tells of it is held, nobody has been told.
        guard !playbook.always.contains(where: { holds($0) }) else { return nil }
        let hold = playbook.steps.lazy.compactMap { self[$0.index].state.holdForPerson }.first
        guard let cause = hold?.cause, Crowd.causes.contains(cause) else { return nil }
        return Crowd.Key(playbook: playbook.name, cause: cause)
    }

    /// Whether a guard holds the step, or something in it.
    private func holds(_ index: Step.Index) -> Bool {
        self[index].state.holdForPerson != nil || playbook[index].children.contains { holds($0) }
    }
}
