import Domain
import Ledger
import Playbooks
import Ports
import Response
import TestKit

/// What can be said of a world once it is over: its chronicle, put in order for the questions of the invariants.
struct Evidence: Sendable {
    /// A state that a step was in, as it became durable.
    struct Recorded: Sendable {
        let moment: Moment
        let life: Int
        let run: Run
        let step: Step.Index
        /// The attempt that begins with it. Nil for one that was there before.
        fileprivate(set) var beginning: Attempt?
        var state: StepState { run[step].state }
        /// Whether it may be stored for a mark alone, with the state, and the attempt, that it had.
        var isMarked: Bool { run[step].isStale || run[step].isOverruled }

        func id(of attempt: Int) -> IntentID {
            IntentID(run: run.id, step: step, attempt: attempt, generation: run[step].generation)
        }
    }

    /// An attempt whose intent became durable.
    struct Intended: Sendable {
        let moment: Moment
        let life: Int
        let attempt: Attempt
    }

    /// A command, or a question about one, in a driver's hands.
    struct HandOver: Sendable {
        let moment: Moment
        let life: Int
        let intent: Intent
        let isProbe: Bool
    }

    struct Received: Sendable {
        let moment: Moment
        let intent: Intent
        let reception: Reception
    }

    struct Answer: Sendable {
        let moment: Moment
        let result: AttemptResult
    }

    struct ProbeAnswer: Sendable {
        let moment: Moment
        let result: ProbeResult
    }

    struct StepID: Hashable, Sendable {
        let run: RunID
        let step: Step.Index
        /// Each time that a person has it sent anew counts as another.
        var generation = 0
    }

    let seed: UInt64
    let lines: [Chronicle.Line]
    let rows: MemoryRows
    let signer: SignerState
    /// All that there are.
    let devices: [Device]
    /// How many devices an action may reach in this world.
    let actionLimits: [String: ActionLimit]
    /// What the processes were started with, and which of them with the edited ones.
    let playbooks: Scenery.Choice
    private(set) var edited: Set<Int> = []
    /// Since when the devices are protected that are, or were in the end.
    let protections: [DeviceID: Instant]
    /// Since when the devices have the tag that have it, or had it in the end.
    let tagged: [DeviceID: Instant]
    /// Whether there was an end of it, and the engine ended when it was asked to.
    let isAtRest: Bool

    private(set) var writes: [(moment: Moment, written: Written)] = []
    /// Runs as they began, and as they are now.
    private(set) var begun: [RunID: Run] = [:]
    private(set) var runs: [RunID: Run] = [:]
    /// In the order in which they began.
    private(set) var runsInOrder: [RunID] = []
    private(set) var recorded: [Recorded] = []
    private(set) var intended: [IntentID: [Intended]] = [:]
    private(set) var handOvers: [HandOver] = []
    private(set) var receptions: [StepID: [Received]] = [:]
    private(set) var answers: [IntentID: [Answer]] = [:]
    private(set) var probeAnswers: [IntentID: [ProbeAnswer]] = [:]
    private(set) var reported: [Event.Key: Event] = [:]
    private(set) var acknowledged: [(moment: Moment, receipt: EventReceipt)] = []
    private(set) var switched: [(moment: Moment, isThrown: Bool)] = []
    /// Runs that nobody goes on with, and since when.
    private(set) var aside: [RunID: Moment] = [:]
    /// Those that the last process shows. Nil where there was nothing to ask about, or nobody.
    private(set) var shownAside: Set<RunID>?
    /// When nothing was left to happen, and the engine was asked to end.
    private(set) var rest: Moment?
    /// Processes that were killed, or gave up.
    private(set) var cutShort: Set<Int> = []
    /// Processes that were asked to end, and did.
    private(set) var closed: Set<Int> = []

    init(of world: World, isAtRest: Bool) {
        seed = world.seed
        lines = world.chronicle.lines
        rows = world.disk.rows
        signer = world.disk.signer
        devices = world.devices
        actionLimits = world.actionLimits
        playbooks = world.playbooks
        protections = world.protections
        tagged = world.tagged
        self.isAtRest = isAtRest
        for line in lines { take(line.happening, line.moment) }
    }

    private mutating func take(_ happening: Happening, _ moment: Moment) {
        switch happening {
        case .wrote(let written): take(written, moment)
        case .handedOver(let life, let intent): take(intent, life, moment, isProbe: false)
        case .asked(let life, let intent): take(intent, life, moment, isProbe: true)
        case .received(let intent, let reception):
            let received = Received(moment: moment, intent: intent, reception: reception)
            receptions[StepID(intent), default: []].append(received)
        case .answered(_, let id, let result): answers[id, default: []].append(Answer(moment: moment, result: result))
        case .toldOfProbe(_, let id, let result):
            probeAnswers[id, default: []].append(ProbeAnswer(moment: moment, result: result))
        case .reported(_, let event), .started(_, let event, _): reported[event.key] = event
        case .acknowledged(_, let receipt): acknowledged.append((moment, receipt))
        case .died(let life, _), .gaveUp(let life, _): cutShort.insert(life)
        case .closed(let life): closed.insert(life)
        case .cameToRest: rest = moment
        case .began(let life, _, let withEdits): if withEdits { edited.insert(life) }
        case .setAside(let run): aside[run] = moment
        case .showedAside(let runs): shownAside = Set(runs)
        case .switched(let isThrown): switched.append((moment, isThrown))
        case .askedToClose, .notWritten, .decided, .ordered, .calmedDown, .diskFilled: break
        }
    }

    private mutating func take(_ intent: Intent, _ life: Int, _ moment: Moment, isProbe: Bool) {
        handOvers.append(HandOver(moment: moment, life: life, intent: intent, isProbe: isProbe))
    }

    private mutating func take(_ written: Written, _ moment: Moment) {
        writes.append((moment, written))
        for change in written.changes {
            switch change {
            case .opened(let run):
                begun[run.id] = run
                runs[run.id] = run
                runsInOrder.append(run.id)
            case .advanced(let run, let steps):
                runs[run.id] = run
                for step in steps { take(Recorded(moment: moment, life: written.life, run: run, step: step)) }
            case .event, .playbook, .incident, .overruled, .touch, .used, .fence, .measure, .stop, .lifted, .stopSwitch:
                break
            }
        }
    }

    private mutating func take(_ record: Recorded) {
        var record = record
        defer { recorded.append(record) }
        guard case .intent(let attempt) = record.state else { return }
        let id = record.id(of: attempt.number)
        if record.isMarked, self.intended[id] != nil { return }
        record.beginning = attempt
        let intended = Intended(moment: record.moment, life: record.life, attempt: attempt)
        self.intended[id, default: []].append(intended)
    }
}

extension Evidence.StepID {
    init(_ intent: Intent) { self.init(intent.id) }
    init(_ id: IntentID) { self.init(run: id.run, step: id.step, generation: id.generation) }
}

// What people call things.
extension Evidence {
    /// `run 2`, in the order in which they began.
    func name(_ run: RunID) -> String {
        runsInOrder.firstIndex(of: run).map { "run \($0 + 1)" } ?? "a run that never began"
    }

    /// `'each[1]/bolt' of run 2`.
    func name(_ run: RunID, _ step: Step.Index) -> String {
        let path = begun[run].map { $0.playbook[step].path } ?? "step \(step.position)"
        return "'\(path)' of \(name(run))"
    }

    /// `attempt 1 of 'bar' of run 2`.
    func name(_ id: IntentID) -> String { "attempt \(id.attempt) of \(name(id.run, id.step))" }
}
