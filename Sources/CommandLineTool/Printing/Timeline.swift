import Actions
import CEL
import Domain
import Playbooks
import Ports
import Response

/// What happened in an incident, step by step.
struct Timeline {
    private let incident: Incident
    private var run: StoredRun
    private let playbook: Playbook
    /// Why its run does not go on, whatever the database says of it.
    private let standstill: String?

    init(_ detail: IncidentDetail, standstill: String? = nil) throws(OperatorError) {
        self.standstill = standstill
        incident = detail.incident
        run = detail.run
        playbook = try PinnedPlaybook(detail).playbook
    }

    /// The timeline for a person; with requests, also what each step sent, or would have sent, to its exact bytes.
    func text(withRequests: Bool) -> String {
        var lines =
            [headline, "  \(run.event.type) '\(run.event.name)' from \(run.event.key.source)"] + unknownDevice + [""]
        for step in playbook.steps where isWorthALine(step) { lines += self.lines(of: step, withRequests) }
        return (lines + ["", "  \(verdict)"]).map(Terminal.safe).joined(separator: "\n")
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
            ]
        }
        return [
            "incident": .string(incident.id.description), "run": .string(incident.run.description),
            "playbook": .string(incident.playbook), "device": .string(incident.device.description),
            "severity": .string(incident.severity.text), "drill": .bool(incident.isDrill),
            "opened": .string(incident.opened.rfc3339), "events": .int(Int64(incident.eventsCount)),
            "phase": .string(run.phase.text), "outcome": run.phase.outcome.map { .string($0.text) } ?? .null,
            "elapsed_ms": run.ended.map { .int(($0 - incident.opened).milliseconds) } ?? .null,
            "standstill": standstill.map { .string($0) } ?? .null, "steps": .list(steps),
        ]
    }

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
        let elapsed = run.ended.map { " after \(($0 - incident.opened).spoken)" } ?? ""
        let outcome = run.phase.outcome
        if let standstill, run.ended == nil { return "AT A STANDSTILL, \(standstill)" }
        return switch run.phase {
        case .main, .clearing, .closing: "still running\(outcome.map { ", \($0.text)" } ?? "")"
        case .ended: "\((outcome?.text ?? "").uppercased())\(elapsed)"
        case .inForce: "\((outcome?.text ?? "").uppercased())\(elapsed), and what was done is taken back later"
        case .waitingForPerson: "\((outcome?.text ?? "").uppercased()): a person must decide how this goes on"
        }
    }

    /// A step that nothing became of because another way was taken, or that takes back what is not in force, says nothing.
    private func isWorthALine(_ step: Step) -> Bool {
        let state = run.steps[step.index.position]?.state ?? .ready
        switch (step.body, state) {
        case (.release, .ready), (_, .skipped(.notTaken)), (_, .skipped(.noItem)), (_, .skipped(.loopOver)),
            (_, .skipped(.outerFailed)):
            return false
        case (.group, _): return step.path.last != "]"
        default: return true
        }
    }

    private func lines(of step: Step, _ withRequests: Bool) -> [String] {
        let record = run.steps[step.index.position] ?? StepRecord()
        let time = record.began.map { "+\(($0 - incident.opened).spoken)" } ?? ""
        let columns = [(time, 10), (step.path, 16), (step.kindWord, 24), (record.state.text, 10)]
        let line = columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ")
        let remarks = [record.remark, unheard(step, record)].filter { !$0.isEmpty }
        return ["  \(line) \(remarks.joined(separator: "; "))"] + (withRequests ? record.requestLines : [])
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
    /// What there is to say besides the state: the evidence, the error and what to try, the reason.
    fileprivate var remark: String {
        let hold = wouldHold.map { "would be held: \($0.explanation)" }
        return switch state {
        case .ready, .open, .intent, .joined, .done: hold ?? ""
        case .asking(let until): "people are asked until \(until.rfc3339): cordon approve"
        case .waiting(let until): until == .distantFuture ? "until it is released" : "until \(until.rfc3339)"
        case .queued(let other): "run \(other) works on the device"
        case .held(let hold): hold.explanation
        case .skipped(let reason): reason.text
        case .ok(_, let completion), .sent(_, let completion): completion.evidence
        case .rehearsed: hold ?? ""
        case .retrying(_, _, let error), .probing(_, let error), .failed(_, let error), .exhausted(_, let error),
            .inDoubt(_, let error):
            "\(error.reason); try: \(error.remedy)"
        }
    }

    fileprivate var requestLines: [String] {
        let request: RenderedRequest? =
            switch state {
            case .intent(let attempt), .retrying(let attempt, _, _), .probing(let attempt, _), .ok(let attempt, _),
                .sent(let attempt, _), .rehearsed(let attempt, _), .exhausted(let attempt, _),
                .inDoubt(let attempt, _):
                attempt.request
            case .ready, .open, .asking, .waiting, .queued, .held, .joined, .done, .skipped, .failed: nil
            }
        guard let request else { return [] }
        let connection = request.connection.map { [RenderedRequest.Field("connection", $0)] } ?? []
        return (connection + request.fields).map { "      \(Terminal.padded($0.name, 14)) \($0.text)" }
    }
}

/// An incident in one line.
struct IncidentLine {
    let text: String

    init(_ summary: IncidentSummary) {
        let incident = summary.incident
        let state = summary.phase.outcome?.text ?? summary.phase.text
        let columns = [
            (incident.opened.rfc3339, 24), (incident.id.description, 24), (incident.playbook, 26),
            (incident.device.description, 16), (incident.severity.text, 9),
        ]
        let drill = incident.isDrill ? " (drill)" : ""
        text = Terminal.safe(columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ") + " \(state)\(drill)")
    }
}
