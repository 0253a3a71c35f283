import Domain
import Ledger
import Playbooks
import Ports
import Response
import TestKit

/// What happened in a world, as a text that a person can follow: the time, who, and what.
struct Story {
    private let evidence: Evidence
    private let violations: [Violation]

    init(_ evidence: Evidence, _ violations: [Violation]) {
        self.evidence = evidence
        self.violations = violations
    }

    var text: String {
        let byLine = Dictionary(grouping: violations.filter { $0.line != nil }, by: { $0.line ?? 0 })
        var lines = ["seed \(evidence.seed)"]
        for line in evidence.lines {
            lines += told(line)
            lines += (byLine[line.moment.number] ?? []).map { "    >>>>  \($0)" }
        }
        lines += violations.filter { $0.line == nil }.map { "    >>>>  \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first line says when and who; what more there is to say of it stands below.
    private func told(_ line: Chronicle.Line) -> [String] {
        let (who, what) = told(line.happening, at: line.moment.time)
        let time = Self.seconds(line.moment.time - Sample.start)
        guard let first = what.first else { return [] }
        let head = "\(time)  \(who.padded(to: 10))  \(first)"
        return [head] + what.dropFirst().map { String(repeating: " ", count: 25) + $0 }
    }

    /// `   12.345 s`.
    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        let fraction = String(1_000 + milliseconds % 1_000).dropFirst()
        let text = "\(milliseconds / 1_000).\(fraction) s"
        return String(repeating: " ", count: max(0, 11 - text.count)) + text
    }

    // MARK: - Who, and what

    private func told(_ happening: Happening, at time: Instant) -> (who: String, what: [String]) {
        switch happening {
        case .began(let life, let mode, let withEdits):
            let edits = withEdits ? ", with edited playbooks" : ""
            return (process(life), ["begins, in mode \(mode.text)\(edits)"])
        case .died(let life, let place): return (process(life), ["DIES \(place.text)"])
        case .gaveUp(let life, let error): return (process(life), ["ENDS by itself: \(error.reason)"])
        case .askedToClose(let life): return (process(life), ["is asked to end"])
        case .closed(let life): return (process(life), ["ends in order"])
        case .setAside(let run): return ("world", ["\(evidence.name(run)) is set aside: nobody goes on with it"])
        case .showedAside(let runs):
            let names = runs.map { evidence.name($0) }.joined(separator: ", ")
            return ("world", ["is shown what is not taken up: \(names.isEmpty ? "nothing" : names)"])
        case .wrote(let written): return (process(written.life), told(written))
        case .notWritten(let life): return (process(life), ["writes, and the disk fails: nothing is written"])
        case .handedOver(let life, let intent):
            return (process(life), ["hands over \(command(intent))\(lateness(intent, time))"])
        case .asked(let life, let intent): return (process(life), ["asks what became of \(evidence.name(intent.id))"])
        case .received(let intent, let reception):
            return (intent.attempt.request.device.description, ["\(reception.text) \(command(intent))"])
        case .answered(let life, let id, let result):
            return (process(life), ["hears of \(evidence.name(id)): \(result.text)"])
        case .toldOfProbe(let life, let id, let result):
            return (process(life), ["is told of \(evidence.name(id)): \(result.text)"])
        case .reported(let life, let event): return ("monitor", ["reports \(event.told) to \(process(life))"])
        case .started(let life, let event, let playbook):
            return ("person", ["starts \(playbook) of \(process(life)) with \(event.told)"])
        case .acknowledged(let life, let receipt): return ("monitor", [told(receipt, by: life)])
        case .decided(_, let decision, let isTaken):
            let word = decision.agrees ? "agrees to" : "refuses"
            let what = "\(word) '\(decision.step)' of \(evidence.name(decision.run))\(isTaken ? "" : ": not taken")"
            return (decision.by.name, [what])
        case .ordered(_, let who, let what, let isTaken):
            return (who, ["\(what)\(isTaken ? "" : ": not taken")"])
        case .switched(let isThrown):
            return ("person:cyd", [isThrown ? "throws the switch: everything stops" : "takes the switch back"])
        case .diskFilled(let isFull): return ("disk", [isFull ? "is full" : "has room again"])
        case .calmedDown: return ("world", ["calms down: nothing goes wrong from now on"])
        case .cameToRest(let isAtRest): return ("world", [isAtRest ? "is at rest" : "finds no end"])
        }
    }

    private func process(_ life: Int) -> String { "process \(life)" }

    private func command(_ intent: Intent) -> String {
        "\(evidence.name(intent.id)), \(intent.attempt.request.action)\(intent.isDrill ? ", a drill" : "")"
    }

    /// A command that waited for its place on the connection may be handed over when nobody counts on it any more.
    private func lateness(_ intent: Intent, _ now: Instant) -> String {
        let late = now - intent.attempt.deadline
        return late > .zero ? ", \(late.milliseconds) ms AFTER ITS TIME" : ""
    }

    private func told(_ receipt: EventReceipt, by life: Int) -> String {
        let known = receipt.isDuplicate ? ", which it knew" : ""
        let again = receipt.refusal.map { ", which is refused: \($0)" } ?? known
        return "has the receipt of process \(life) for \(receipt.key.id)\(again)"
    }

    private func told(_ written: Written) -> [String] {
        let checkpoint = written.hasCheckpoint ? ", and a checkpoint" : ""
        let head = "writes \(written.entries.count) entries\(checkpoint)"
        return [head] + written.entries.map { told($0.record) }
    }

    private func told(_ record: AuditRecord) -> String {
        let subject = record.run.map { run in
            record.step.map { "'\($0)' of \(evidence.name(run))" } ?? evidence.name(run)
        }
        let parts = [
            subject, record.attempt.map { "attempt \($0)" }, record.outcome, record.detail,
        ]
        let about = parts.compactMap(\.self).joined(separator: ", ")
        return "\(record.action.text.padded(to: 18)) \(about)"
    }
}

extension Reception {
    fileprivate var text: String {
        switch self {
        case .applied: "DOES"
        case .dropped: "knows already"
        case .refused: "refuses"
        case .expired: "is too late reached by"
        case .seen: "sees"
        }
    }
}

extension AttemptResult {
    fileprivate var text: String {
        switch self {
        case .success(let completion): "\(completion.certainty.text)"
        case .failure(.transient(let error, _, _)): "no effect, try again: \(error.reason)"
        case .failure(.permanent(let error)): "no effect: \(error.reason)"
        case .failure(.unknownOutcome(let error, _)): "unknown: \(error.reason)"
        }
    }
}

extension ProbeResult {
    fileprivate var text: String {
        switch self {
        case .applied: "it was done"
        case .notApplied(let error), .unclear(let error): error.reason
        }
    }
}

extension Event {
    fileprivate var told: String { "\(key.id) (\(type) of \(device), \(state.text))" }
}

extension String {
    fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
