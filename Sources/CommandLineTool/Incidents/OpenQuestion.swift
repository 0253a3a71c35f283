import CEL
import Domain
import Playbooks
import Ports
import Quarantine
import Response

/// A step that waits for a person.
struct OpenQuestion {
    let incident: Incident
    /// The step's path.
    let step: String
    /// What it waits for, in a word that people can select by: `asking`, the cause of a hold, a failed step's
    /// state, `stranded`, or `quarantine`.
    let word: String
    let explanation: String
    let since: Instant
    /// Who has agreed so far; nil where nobody is asked.
    let agreement: Agreement?
    /// What a decision is about; nil where there is none to make.
    var matter: Matter?

    /// Those of one incident, in the order of its playbook.
    static func all(of detail: IncidentDetail, _ playbook: Playbook) throws(OperatorError) -> [Self] {
        let run: Run
        do throws(StoredFormatError) {
            run = try detail.run.revived(with: playbook)
        } catch {
            throw OperatorError(
                attempted: "read the run of incident \(detail.incident.id)",
                reason: error.description,
                remedy: "run 'cordon audit verify'"
            )
        }
        return playbook.steps.compactMap { step in
            guard let matter = run.matter(at: step) else { return nil }
            let record = run[step.index]
            let agreement = Agreement(step, record)
            let words = [record.state.question, agreement?.words ?? ""].filter { !$0.isEmpty }
            return Self(
                incident: detail.incident,
                step: step.path,
                word: record.state.holdForPerson?.cause.rawValue ?? record.state.text,
                explanation: words.joined(separator: " "),
                since: matter.since,
                agreement: agreement,
                matter: matter
            )
        }
    }

    /// A run that this version of Cordon cannot go on with.
    static func stranded(_ detail: IncidentDetail, _ error: OperatorError) -> Self {
        Self(
            incident: detail.incident,
            step: "-",
            word: "stranded",
            explanation: "\(error.reason); \(error.remedy)",
            since: detail.incident.opened,
            agreement: nil
        )
    }

    /// A run that ended the engine again and again.
    static func quarantined(_ detail: IncidentDetail, _ arrival: QuarantinedArrival) -> Self {
        Self(
            incident: detail.incident,
            step: "-",
            word: "quarantine",
            explanation: arrival.standstill ?? "",
            since: arrival.since,
            agreement: nil
        )
    }

    var line: String {
        let columns = [
            (incident.id.description, 24), (incident.playbook, 24), (incident.device.description, 14), (step, 16),
            (word, 10), (since.rfc3339, 24),
        ]
        let words = [explanation, wayOn ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
        return Terminal.safe(columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ") + " " + words)
    }

    /// What a person types who agrees; nil where nobody decides about it.
    var command: String? { matter?.command(for: incident.id, step) }

    /// The same, with what comes of it.
    private var wayOn: String? {
        guard let matter, let command else { return nil }
        return switch matter.kind {
        case .question: "'\(command)' agrees"
        case .hold: "'\(command)' lets it pass"
        case .standstill: "'\(command)' sends it anew"
        }
    }

    /// What a person is told who agreed: what that lets pass. One of several who have to agree has approved nothing yet.
    var approved: String {
        let place = "step '\(step)' of \(incident.id)"
        switch matter?.kind {
        case .hold(let cause)?: return "approved: \(place), past \(cause.rawValue): \(explanation)"
        case .standstill?: return "approved: \(place) is sent anew"
        case .question?, nil:
            guard let agreement, agreement.names.count + 1 < agreement.people else { return "approved: \(place)" }
            return "agreed, \(agreement.names.count + 1) of \(agreement.people): \(place)"
        }
    }

    var json: Value {
        [
            "incident": .string(incident.id.description), "run": .string(incident.run.description),
            "playbook": .string(incident.playbook), "device": .string(incident.device.description),
            "step": .string(step), "waits_for": .string(word), "explanation": .string(explanation),
            "since": .string(since.rfc3339), "agreed": agreement.map { Value(texts: $0.names) } ?? .null,
            "people": agreement.map { .int(Int64($0.people)) } ?? .null,
            "cause": matter?.cause.map { .string($0.rawValue) } ?? .null, "anew": .bool(matter?.isStandstill ?? false),
            "as_of": matter.map { .string($0.asOf) } ?? .null,
        ]
    }
}

extension StepState {
    /// What a person has to know to answer.
    fileprivate var question: String {
        switch self {
        case .asking(let until): "agree by \(until.rfc3339)?"
        case .held(let hold): hold.explanation
        case .failed(_, let error), .exhausted(_, let error), .inDoubt(_, let error):
            "\(error.reason); \(error.remedy)"
        case .ready, .open, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped:
            ""
        }
    }
}
