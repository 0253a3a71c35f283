import CEL
package import Domain
package import Ledger
import Playbooks
package import Ports
package import Response

/// Rows as a store keeps them: stored forms only, so that what is read back went through them.
package struct MemoryRows: Sendable {
    private struct EventRow {
        let body: Value
        let receipt: EventReceipt

        init(_ accepted: AcceptedEvent) {
            body = accepted.event.stored.asText
            receipt = EventReceipt(of: accepted.event, incidents: accepted.incidents, isDuplicate: true)
        }
    }

    private struct RunRow {
        let header: Value
        var phase: String
        var outcome: String?
        var ended: Instant?
        var revision: Int
        var steps: [Int: Value] = [:]

        mutating func advance(to run: Run, _ positions: [Int]) {
            phase = run.phase.text
            outcome = run.phase.outcome?.text
            ended = run.ended
            revision = run.revision
            for position in positions { steps[position] = run.steps[position].stored }
        }
    }

    private var events: [Event.Key: EventRow] = [:]
    private var runs: [RunID: RunRow] = [:]
    private var incidents: [IncidentID: Value] = [:]
    private var touches: [String: Touch] = [:]
    private var uses: [String: ActionUse] = [:]
    private var stops: [String: Value] = [:]
    private var stopSwitch: Value?
    private var fences: [DeviceID: Int] = [:]
    private var measureRows: [MeasureID: Value] = [:]
    private var playbooks: [Digest: StoredPlaybook] = [:]
    package private(set) var entries: [StoredEntry] = []
    package private(set) var checkpoints: [StoredCheckpoint] = []

    package init() {}

    /// The ids of all runs, ended ones included.
    package var runIDs: [RunID] { runs.keys.sorted() }

    /// All of it or nothing. What contradicts the rows is found before the first of them changes: a copy of them all, to be
    /// thrown away where it goes wrong, would cost every commit as much as all those before it.
    package mutating func commit(_ transaction: Transaction) throws(StoreFailure) {
        if let conflict = conflict(with: transaction) { throw .conflict(Sample.error(conflict)) }
        for change in transaction.changes { apply(change) }
        entries += transaction.entries
        if let checkpoint = transaction.checkpoint { checkpoints.append(checkpoint) }
        for case .done(let sequence, _) in transaction.redactions {
            entries[Int(sequence)] = entries[Int(sequence)].redacted
        }
    }

    private mutating func apply(_ change: Change) {
        switch change {
        case .event(let accepted):
            events[accepted.event.key] = EventRow(accepted)
        case .playbook(let playbook):
            playbooks[playbook.digest] = StoredPlaybook(
                name: playbook.name,
                text: playbook.text,
                file: playbook.file
            )
        case .incident(let incident):
            incidents[incident.id] = incident.stored.asText
        case .opened(let run):
            runs[run.id] = RunRow(header: RunHeader(run).stored.asText, phase: run.phase.text, revision: 0)
        case .advanced(let run, let steps):
            runs[run.id]?.advance(to: run, steps.map(\.position))
        case .overruled(let run, let steps):
            for (index, record) in steps { runs[run]?.steps[index.position] = record.stored }
        case .touch(let touch):
            let key = "\(touch.playbook) \(touch.device) \(touch.version?.description ?? "") \(touch.isDrill)"
            touches[key] = touch.following(touches[key])
        case .used(let use):
            uses["\(use.action) \(use.device) \(use.isDrill)"] = use
        case .stop(let stop):
            stops[stop.scope.text] = stop.stored.asText
        case .lifted(let scope):
            stops[scope.text] = nil
        case .stopSwitch(let stop):
            stopSwitch = stop?.stored.asText
        case .fence(let device, let last):
            fences[device] = last
        case .measure(let measure):
            measureRows[measure.id] = measure.stored.asText
        }
    }

    // MARK: - Conflicts

    private func conflict(with transaction: Transaction) -> String? {
        // What the changes before would have made of it.
        var newEvents: Set<Event.Key> = []
        var revisions: [RunID: Int] = [:]
        var lastFences: [DeviceID: Int] = [:]
        for change in transaction.changes {
            switch change {
            case .event(let accepted):
                let key = accepted.event.key
                guard events[key] == nil, newEvents.insert(key).inserted else {
                    return "event \(key.id) is there already"
                }
            case .opened(let run):
                guard runs[run.id] == nil, revisions.updateValue(0, forKey: run.id) == nil else {
                    return "run \(run.id) is there already"
                }
            case .advanced(let run, _):
                guard revisions[run.id] ?? runs[run.id]?.revision == run.revision - 1 else {
                    return "run \(run.id) is not at revision \(run.revision - 1)"
                }
                revisions[run.id] = run.revision
            case .overruled(let run, let steps):
                guard steps.keys.allSatisfy({ runs[run]?.steps[$0.position] != nil }) else {
                    return "a step of run \(run) is not there"
                }
            case .fence(let device, let last):
                guard last > lastFences[device] ?? fences[device] ?? 0 else {
                    return "fence \(last) of \(device) is not above its last"
                }
                lastFences[device] = last
            case .playbook, .incident, .touch, .used, .stop, .lifted, .stopSwitch, .measure:
                continue
            }
        }
        for (number, entry) in transaction.entries.enumerated() where entry.sequence != UInt64(entries.count + number) {
            return "entry \(entry.sequence) does not follow \(entries.count + number) entries"
        }
        return nil
    }
}

extension MemoryRows {
    package func receipts(for keys: [Event.Key]) -> [Event.Key: EventReceipt] {
        var receipts: [Event.Key: EventReceipt] = [:]
        for key in keys {
            guard let row = events[key] else { continue }
            receipts[key] = row.receipt
        }
        return receipts
    }

    /// With the whole log, unless its writer needs less of it.
    package func load(at now: Instant, signed: UInt64 = 0) throws(StoredFormatError) -> StoredState {
        var state = StoredState()
        for id in runIDs {
            guard let run = try run(id), !run.isEnded else { continue }
            state.runs.append(run)
        }
        let open = Set(state.runs.map(\.header.incident))
        for row in incidents.values {
            let incident = try Incident(stored: row)
            if incident.keptUntil > now || open.contains(incident.id) { state.incidents.append(incident) }
        }
        state.touches = touches.values.sorted { $0.at < $1.at }
        state.uses = Array(uses.values)
        state.stops = try stops.values.map { (value) throws(StoredFormatError) in try Stop(stored: value) }
        if let stopSwitch { state.stopSwitch = try Stop(stored: stopSwitch) }
        state.fences = fences
        state.playbooks = playbooks
        state.log = try log(signed: signed)
        state.lastCheckpoint = checkpoints.last
        return state
    }

    private func log(signed: UInt64) throws(StoredFormatError) -> StoredLog {
        do {
            return try StoredLog(size: UInt64(entries.count), signed: signed, in: KeptRoots(entries))
        } catch {
            throw StoredFormatError("audit log: \(error)")
        }
    }

    /// All that there ever were, the oldest first.
    package func measures() throws(StoredFormatError) -> [Measure] {
        try measureRows.values.map { (value) throws(StoredFormatError) in try Measure(stored: value) }
            .sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    package func step(_ position: Int, of run: RunID) throws(StoredFormatError) -> StepRecord? {
        guard let value = runs[run]?.steps[position] else { return nil }
        return try StepRecord(stored: value)
    }

    /// A run as it was kept, ended or not.
    package func run(_ id: RunID) throws(StoredFormatError) -> StoredRun? {
        guard let row = runs[id] else { return nil }
        let header = try RunHeader(stored: row.header)
        guard let event = events[header.event] else { throw StoredFormatError("run \(id): its event is missing") }
        guard let phase = Run.Phase(text: row.phase, outcome: row.outcome.flatMap(RunOutcome.init(text:))) else {
            throw StoredFormatError("run \(id): no such phase")
        }
        var steps: [Int: StepRecord] = [:]
        for (position, value) in row.steps { steps[position] = try StepRecord(stored: value) }
        return StoredRun(
            header: header,
            event: try Event(stored: event.body),
            phase: phase,
            revision: row.revision,
            ended: row.ended,
            steps: steps
        )
    }
}

extension StoredRun {
    package var isEnded: Bool {
        if case .ended = phase { true } else { false }
    }
}

extension Value {
    /// What is left of a value once it was written as JSON, as most stores do.
    fileprivate var asText: Value {
        switch self {
        case .null, .bool, .int, .string: self
        case .uint(let number): Int64(exactly: number).map(Value.int) ?? self
        case .double(let number): number.isFinite ? self : .null
        case .bytes, .timestamp, .duration, .type, .object, .optional, .opaque: .string(description)
        case .list(let values): .list(values.map(\.asText))
        case .map(let map): .map(map.entries.map { (Self.text($0.key), $0.value.asText) })
        }
    }

    private static func text(_ key: Value) -> String {
        if case .string(let text) = key { text } else { key.description }
    }
}
