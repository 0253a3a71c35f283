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
    /// Why a guard holds it, where one does.
    var cause: Hold.Cause?

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
        return playbook.steps.filter { run.waitsForPerson(at: $0) }.map { step in
            let record = run[step.index]
            let agreement = Agreement(step, record)
            let words = [record.state.question, agreement?.words ?? ""].filter { !$0.isEmpty }
            return Self(
                incident: detail.incident,
                step: step.path,
                word: record.state.holdForPerson?.cause.rawValue ?? record.state.text,
                explanation: words.joined(separator: " "),
                since: record.holdCame ?? record.closed ?? record.began ?? run.started,
                agreement: agreement,
                cause: record.state.holdForPerson?.cause
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
        return Terminal.safe(columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ") + " " + explanation)
    }

    var json: Value {
        [
            "incident": .string(incident.id.description), "run": .string(incident.run.description),
            "playbook": .string(incident.playbook), "device": .string(incident.device.description),
            "step": .string(step), "waits_for": .string(word), "explanation": .string(explanation),
            "since": .string(since.rfc3339), "agreed": agreement.map { Value(texts: $0.names) } ?? .null,
            "people": agreement.map { .int(Int64($0.people)) } ?? .null,
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
            "\(error.reason); \(error.remedy); approve sends it anew"
        case .ready, .open, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped:
            ""
        }
    }
}
