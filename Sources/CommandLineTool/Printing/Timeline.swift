import Actions
import CEL
import Domain
package import Playbooks
package import Ports
import Response

/// What happened in an incident, step by step.
package struct Timeline {
    private let incident: Incident
    private var run: StoredRun
    private let playbook: Playbook
    /// Why its run does not go on, whatever the database says of it.
    private let standstill: String?
    /// What may keep its steps from beginning.
    private let stops: StopsInForce

    package init(
        _ detail: IncidentDetail,
        of playbook: Playbook,
        standstill: String? = nil,
        stops: StopsInForce = StopsInForce()
    ) {
        self.playbook = playbook
        self.standstill = detail.run.phase.isOpen ? standstill : nil
        self.stops = stops
        incident = detail.incident
        run = detail.run
    }

    init(
        _ detail: IncidentDetail,
        standstill: String? = nil,
        stops: StopsInForce = StopsInForce()
    ) throws(OperatorError) {
        self.init(detail, of: try PinnedPlaybook(detail).playbook, standstill: standstill, stops: stops)
    }

    /// The timeline for a person; with requests, also what each step sent, or would have sent, to its exact bytes.
    package func text(withRequests: Bool) -> String {
        var lines =
            [headline, "  \(run.event.type) '\(run.event.name)' from \(run.event.key.source)"] + unknownDevice + [""]
        for step in playbook.steps where isWorthALine(step) { lines += self.lines(of: step, withRequests) }
        return (lines + ["", "  \(verdict)"] + stopLines.map { "  \($0)" }).map(Terminal.safe).joined(separator: "\n")
    }

    /// How it goes, for who waits: a line for each step that has come to something, by its place.
    var progress: [Int: String] {
        var lines: [Int: String] = [:]
        for step in playbook.steps where isWorthALine(step) {
            switch run.steps[step.index.position]?.state ?? .ready {
            case .ready, .open, .intent: continue
            case .asking, .waiting, .queued, .held, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
                .skipped, .failed, .exhausted, .inDoubt:
                lines[step.index.position] = Terminal.safe(self.lines(of: step, false).joined())
            }
        }
        return lines
    }

    /// The same incident, later.
    func following(_ later: StoredRun) -> Self {
        var copy = self
        copy.run = later
        return copy
    }

    var json: Value {
        let steps = playbook.steps.compactMap { step -> Value? in
            guard let record = run.steps[step.index.position] else { return nil }
            return [
                "id": .string(step.path), "state": .string(record.state.text),
                "attempts": .int(Int64(record.state.attempts)),
                "error": record.state.error.map { .string($0.description) } ?? .null,
                "evidence": record.state.completion.map { .string($0.evidence) } ?? .null,
                "agreed": Agreement(step, record).map { Value(texts: $0.names) } ?? .null,
            ]
        }
        let stoppedAt: Value = drillStop.map { .string($0.step) } ?? .null
        return [
            "incident": .string(incident.id.description), "run": .string(incident.run.description),
            "playbook": .string(incident.playbook), "device": .string(incident.device.description),
            "severity": .string(incident.severity.text), "drill": .bool(incident.isDrill),
            "opened": .string(incident.opened.rfc3339), "events": .int(Int64(incident.eventsCount)),
            "phase": .string(run.phase.text), "outcome": outcome.map { .string($0.text) } ?? .null,
            "elapsed_ms": reached.map { .int(($0 - incident.opened).milliseconds) } ?? .null,
            "standstill": standstill.map { .string($0) } ?? .null, "stopped_at": stoppedAt, "steps": .list(steps),
        ]
    }

    /// Nothing tells a run at a standstill who lets its device in meanwhile, so what it last said is not said of it.
    private var outcome: RunOutcome? { standstill == nil ? run.phase.outcome : nil }

    /// Why no guard that asks for a site, a group or a tag says what it would of the device that was meant.
    private var unknownDevice: [String] {
        guard incident.isDrill, !run.header.deviceIsUnknown, !run.header.device.isRegistered else { return [] }
        return ["  the registry does not know \(incident.device): it has no site, no groups and no tags"]
    }

    private var headline: String {
        let drill = incident.isDrill ? "  DRILL: nothing is touched" : ""
        return "\(incident.id)  \(incident.playbook)  \(incident.device)  \(incident.severity.text)"
            + "  \(incident.opened.rfc3339)\(drill)"
    }

    private var verdict: String {
        if let standstill { return "AT A STANDSTILL, \(standstill)" }
        let word = run.phase.outcome?.text.uppercased() ?? ""
        let elapsed = reached.map { " after \(($0 - incident.opened).spoken)" } ?? ""
        let waits = run.waits(in: playbook).map { ", \($0)" }.joined()
        return switch run.phase {
        case .main: "still running\(waits)"
        case .clearing: "still running, nothing more begins\(waits)"
        case .closing(let outcome): "still running, \(outcome.text)\(waits)"
        case .ended: "\(word)\(elapsed)\(stopWords)"
        case .inForce: "\(word)\(elapsed), \(inForce)"
        case .waitingForPerson: "\(word): a person must decide how this goes on"
        }
    }

    /// Where it ended as a drill because a step failed, and why.
    var drillStop: (step: String, reason: String)? { run.drillStop(in: playbook) }

    private var stopWords: String { drillStop.map { ", stopped at \($0.step): \($0.reason)" } ?? "" }

    /// When it came to be what is said of it. A run has its end when it comes to rest; what it did is taken back later.
    private var reached: Instant? {
        guard case .ended(.released) = run.phase else { return run.ended }
        return playbook.releases.compactMap { run.steps[$0.position]?.closed }.max() ?? run.ended
    }

    /// Until when what was done is in force: the same for all of it, or for each.
    private var inForce: String {
        let measures = playbook.releases.reversed().compactMap { index -> (path: String, end: String)? in
            guard case .waiting(let until)? = run.steps[index.position]?.state,
                case .release(let undone, _) = playbook[index].body
            else { return nil }
            return (playbook[undone].path, end(of: playbook[index], until))
        }
        guard let first = measures.first else { return "and what was done is being taken back" }
        guard measures.contains(where: { $0.end != first.end }) else {
            return "and what was done is in force \(first.end)"
        }
        return "and in force are " + measures.map { "\($0.path) \($0.end)" }.joined(separator: ", ")
    }

    /// Completes "in force …", and says how long any other step waits.
    private func end(of step: Step, _ until: Instant?) -> String {
        if let until { return "until \(until.rfc3339)" }
        guard case .release(let undone, _) = step.body, playbook.trigger.cleared == .release,
            playbook[undone].call?.descriptor.liftsContainment == false
        else { return "until a person releases it" }
        return "until the alarm is over"
    }

    /// The stops that keep it from going on, or from taking back what it did.
    private var stopLines: [String] {
        if case .ended = run.phase { return [] }
        return incident.isDrill ? [] : stops.lines(over: playbook, in: run.header)
    }

    /// A step that nothing became of because another way was taken, or that takes back what is not in force, says nothing.
    private func isWorthALine(_ step: Step) -> Bool {
        let record = run.steps[step.index.position] ?? StepRecord()
        switch (step.body, record.state) {
        case (.release, .ready), (_, .skipped(.notTaken)), (_, .skipped(.noItem)), (_, .skipped(.loopOver)),
            (_, .skipped(.outerFailed)):
            return false
        case (_, .skipped(.ended)): return record.began != nil
        case (.group, _): return step.path.last != "]"
        default: return true
        }
    }

    private func lines(of step: Step, _ withRequests: Bool) -> [String] {
        let record = run.steps[step.index.position] ?? StepRecord()
        let time = record.began.map { "+\(($0 - incident.opened).spoken)" } ?? ""
        let columns = [(time, 10), (step.path, 16), (step.kindWord, 24), (record.state.text, 10)]
        let line = columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ")
        let remarks = [remark(step, record), unheard(step, record)].filter { !$0.isEmpty }
        return ["  \(line) \(remarks.joined(separator: "; "))"] + (withRequests ? record.requestLines : [])
    }

    /// What there is to say besides the state: the evidence, the error and what to try, the reason.
    private func remark(_ step: Step, _ record: StepRecord) -> String {
        let hold = record.wouldHold.map { "would be held: \($0.explanation)" }
        return switch record.state {
        case .ready, .open, .intent, .joined, .done: hold ?? ""
        case .asking(let until):
            [asking(step, record, until), Agreement(step, record)?.words ?? ""].filter { !$0.isEmpty }
                .joined(separator: "; ")
        case .waiting(let until): end(of: step, until)
        case .queued(let other): "run \(other) works on the device"
        case .held(let hold) where hold.cause == .stopped:
            "\(hold.explanation); \(stops.remedy(for: step, of: playbook, in: run.header))"
        case .held(let hold): hold.explanation
        case .skipped(let reason): reason.text
        case .ok(_, let completion), .sent(_, let completion): completion.evidence
        case .rehearsed: hold ?? ""
        case .retrying(_, _, let error), .probing(_, let error), .failed(_, let error), .exhausted(_, let error),
            .inDoubt(_, let error):
            "\(error.reason); try: \(error.remedy)"
        }
    }

    private func asking(_ step: Step, _ record: StepRecord, _ until: Instant) -> String {
        let question = Matter(.question, since: record.began ?? incident.opened)
        return "people are asked until \(until.rfc3339): '\(question.command(for: incident.id, step.path))'"
    }

    /// What a drill passes over: people who would be asked, and time.
    private func unheard(_ step: Step, _ record: StepRecord) -> String {
        guard incident.isDrill else { return "" }
        switch (step.body, record.state) {
        case (.approval(let policy), .done): return "would ask \(policy.askedPeople)"
        case (.wait(let wait), .done), (.wait(let wait), .rehearsed): return "would wait \(wait.length)"
        case (.action(let call), .rehearsed): return call.approval.map { "would ask \($0.askedPeople)" } ?? ""
        default: return ""
        }
    }
}

extension StepRecord {
    fileprivate var requestLines: [String] {
        guard let request = state.attempt?.request else { return [] }
        let connection = request.connection.map { [RenderedRequest.Field("connection", $0)] } ?? []
        return (connection + request.fields).map { "      \(Terminal.padded($0.name, 14)) \($0.text)" }
    }
}
