import Domain
import Playbooks

/// Runs that rest because a guard holds them, by what holds them: people are told of a crowd once, and not a hundred
/// thousand times.
struct Crowd: Sendable {
    struct Key: Hashable {
        let playbook: String
        let cause: Hold.Cause
    }

    private var runs: [Key: Set<RunID>] = [:]

    /// The causes for which other runs of the same playbook are held: people know of those.
    func causes(besides run: Run) -> Set<Hold.Cause> {
        Set(
            Self.causes.filter { cause in
                runs[Key(playbook: run.playbook.name, cause: cause)]?.contains { $0 != run.id } ?? false
            }
        )
    }

    /// Those that hold many for one reason; what else holds a device is about this device, and is told each time.
    static let causes: [Hold.Cause] = [.limit, .actionLimit, .storm, .canary]

    /// Takes a run in, or lets it go, as it now is.
    mutating func update(_ run: Run, was before: Key?) {
        let key = run.crowd
        guard key != before else { return }
        if let before {
            runs[before]?.remove(run.id)
            if runs[before]?.isEmpty == true { runs[before] = nil }
        }
        if let key { runs[key, default: []].insert(run.id) }
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
        let hold = playbook.steps.lazy.compactMap { self[$0.index].state.holdForPerson }.first
        guard let cause = hold?.cause, Crowd.causes.contains(cause) else { return nil }
        return Crowd.Key(playbook: playbook.name, cause: cause)
    }
}
