import Domain
import Playbooks
import Response

/// What a store would keep: what the core goes on with after a restart.
struct Memory {
    private(set) var runs: [RunID: Run] = [:]
    private var incidents: [IncidentID: Incident] = [:]
    private var playbooks: [Digest: String] = [:]
    private var touches: [Touch] = []
    private var uses: [ActionUse] = []
    private var fences: [DeviceID: Int] = [:]

    /// What was there before the test began.
    mutating func remember(_ snapshot: Snapshot) {
        touches = snapshot.touches
        for incident in snapshot.incidents { incidents[incident.id] = incident }
    }

    mutating func keep(_ turn: Turn) {
        for change in turn.changes {
            switch change {
            case .opened(let run), .advanced(let run, _): runs[run.id] = run
            case .incident(let incident): incidents[incident.id] = incident
            case .touch(let touch): touches.append(touch)
            case .used(let use): uses.append(use)
            case .playbook(let playbook): playbooks[playbook.digest] = playbook.name
            case .fence(let device, let last): fences[device] = last
            // Tests order no stops and set nothing aside, and measures follow from the runs.
            case .event, .overruled, .measure, .stop, .lifted, .stopSwitch: break
            }
        }
    }

    /// Read back from stored forms, as after a restart.
    func snapshot() -> Snapshot {
        var snapshot = Snapshot()
        snapshot.incidents = incidents.values.sorted { $0.id.description < $1.id.description }
        snapshot.touches = touches
        snapshot.uses = uses
        snapshot.fences = fences
        snapshot.keptPlaybooks = playbooks
        snapshot.openRuns = runs.values.filter { !$0.phase.isEnded }.map(Self.revived)
        return snapshot
    }

    private static func revived(_ run: Run) -> Run {
        do throws(StoredFormatError) {
            var steps: [Step.Index: StepRecord] = [:]
            for step in run.playbook.steps {
                steps[step.index] = try StepRecord(stored: run[step.index].stored)
            }
            return try Run(
                RunHeader(stored: RunHeader(run).stored),
                event: run.event,
                playbook: run.playbook,
                phase: run.phase,
                revision: run.revision,
                ended: run.ended,
                steps: steps
            )
        } catch {
            preconditionFailure("what was stored cannot be read back: \(error)")
        }
    }

    /// The step that an attempt belongs to, and what it asks of a driver.
    func action(_ id: IntentID) -> (Step, ActionCall) {
        guard let step = runs[id.run]?.playbook[id.step], let call = step.call else {
            preconditionFailure("an intent is of an action of a run")
        }
        return (step, call)
    }

    /// Whether this very attempt is still waited for.
    func awaits(_ intent: Intent) -> Bool {
        guard case .intent(let attempt)? = runs[intent.id.run]?[intent.id.step].state else { return false }
        return attempt.number == intent.id.attempt
    }
}

extension Run.Phase {
    var isEnded: Bool {
        if case .ended = self { true } else { false }
    }
}
