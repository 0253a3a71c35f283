import Domain
import Playbooks

/// Runs that acted on their device and came to a stop before their end, by the version of their playbook: whether its
/// first devices fared well.
struct Troubles: Sendable {
    struct Trouble: Hashable {
        let run: RunID
        let started: Instant
    }

    private var runs: [Digest: Set<Trouble>] = [:]

    /// The one that began first; nil where all fare well.
    func first(of version: Digest) -> Trouble? { runs[version]?.min { ($0.started, $0.run) < ($1.started, $1.run) } }

    /// Of a run that is set aside: it is never let go.
    mutating func insert(_ trouble: Trouble, of version: Digest) { runs[version, default: []].insert(trouble) }

    /// Takes a run in, or lets it go, as it now is.
    mutating func update(_ run: Run, was wasInTrouble: Bool) {
        let isInTrouble = run.isInTrouble
        guard isInTrouble != wasInTrouble else { return }
        let version = run.playbook.digest
        let trouble = Trouble(run: run.id, started: run.started)
        if isInTrouble {
            insert(trouble, of: version)
        } else {
            runs[version]?.remove(trouble)
            if runs[version]?.isEmpty == true { runs[version] = nil }
        }
    }
}

extension Run {
    /// Whether a person has to look at what it did to its device, or has stopped it.
    var isInTrouble: Bool {
        guard !isDrill else { return false }
        switch phase {
        case .closing(.stopped), .waitingForPerson(.stopped): return hasTouchedDevice
        case .main, .clearing, .closing, .waitingForPerson, .inForce:
            return steps.contains { $0.state.isHeldByStop } && hasTouchedDevice
        case .ended: return false
        }
    }
}

extension StepState {
    fileprivate var isHeldByStop: Bool {
        if case .held(let hold) = self { hold.cause == .stopped } else { false }
    }
}
