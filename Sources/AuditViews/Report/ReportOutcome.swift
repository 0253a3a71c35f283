import Ledger

/// How an incident ended, as far as the log says, in plain words.
struct ReportOutcome {
    /// What the page is coloured by, besides saying it.
    enum Tone: String {
        case good, open, bad, drill
    }

    let headline: String
    let explanation: String
    let tone: Tone
    /// The entry that says so.
    let entry: ViewedEntry?

    init(_ report: IncidentReport) {
        let ends = report.entries(of: .runEnded, .runInForce, .runPaused)
        let goesOn = report.entries.last { Self.reopens($0.record.action) }
        let last = ends.last
        let isDrill = report.entries[0].record.isDrill
        entry = last
        if isDrill {
            headline = "Drill: nothing was touched"
            explanation = "This was a rehearsal. No effect was performed on any device.\(Self.failures(report))"
            tone = .drill
        } else if let last, (goesOn?.sequence ?? 0) < last.sequence {
            let words = Self.words(for: Self.outcome(last, in: report))
            headline = words.headline
            let inForce = last.record.action == .runInForce ? " \(Self.inForce(report))" : ""
            explanation = words.explanation + inForce
            tone = words.tone
        } else {
            headline = "Not ended"
            explanation = "The log does not say yet how this incident ends."
            tone = .open
        }
    }

    /// What the run said last. A proof that counts no more takes the word with it, also where the run is set aside and says
    /// nothing itself.
    private static func outcome(_ end: ViewedEntry, in report: IncidentReport) -> String {
        let outcome = end.record.outcome ?? ""
        let isOverruled = report.entries(of: .proofOverruled).contains { $0.sequence > end.sequence }
        return outcome == "contained" && isOverruled ? "acted, not verified" : outcome
    }

    /// What failed in a drill: the real run may stop there, and would then wait for a person.
    private static func failures(_ report: IncidentReport) -> String {
        guard let first = report.entries(of: .stepFailed, .stepExhausted).first?.record.step else { return "" }
        let count = report.stepsCount(of: .stepFailed, .stepExhausted)
        return count == 1 ? " Step '\(first)' failed in it." : " \(count) steps failed in it, '\(first)' first."
    }

    /// Until when what was done is in force, as the log has it: a step that takes something back waits for that.
    private static func inForce(_ report: IncidentReport) -> String {
        var waiting: [String: ViewedEntry] = [:]
        for entry in report.entries {
            guard let step = entry.record.step, step.hasSuffix(Self.release) else { continue }
            waiting[step] = entry.record.action == .stepWaiting ? entry : nil
        }
        var measures: [(path: Substring, end: String)] = []
        for (step, entry) in waiting.sorted(by: { $0.value.sequence < $1.value.sequence }) {
            guard let end = Self.end(entry, report.style) else { continue }
            measures.append((path: step.dropLast(Self.release.count), end: end))
        }
        guard let first = measures.first else { return "What was done is in force." }
        guard measures.contains(where: { $0.end != first.end }) else {
            return "What was done is in force \(first.end)."
        }
        let each = measures.map { "that of step '\($0.path)' \($0.end)" }
        return "What was done is in force: \(each.joined(separator: ", "))."
    }

    /// What a step is called that takes back another one ends so.
    private static let release = "/release"

    /// `until a person releases it`, `for 24 h from 2026-02-03T04:05:06.789Z`.
    private static func end(_ entry: ViewedEntry, _ style: AuditStyle) -> String? {
        entry.detailText(withPrivate: style.withPrivate).map { detail in
            detail.hasPrefix("for ") ? "\(detail) from \(entry.record.time.toTheMillisecond)" : detail
        }
    }

    private static func reopens(_ action: AuditAction) -> Bool {
        [.holdApproved, .stepAnew, .stepReopened, .runCleared, .releaseDue, .releaseOrdered].contains(action)
    }

    /// Only what was verified is called contained.
    private static func words(for outcome: String) -> (headline: String, explanation: String, tone: Tone) {
        switch outcome {
        case "contained": ("Contained", "A verification proved that the device is cut off.", .good)
        case "acted, not verified":
            ("Acted, not verified", "Effects were performed, and nothing proved what they achieved.", .open)
        case "nothing done": ("Nothing done", "No effect was performed.", .open)
        case "stopped":
            ("Stopped", "A step could not be done, or nobody knows whether it was. A person must look.", .bad)
        case "held": ("Held", "A guard holds it. A person must decide.", .open)
        case "released": ("Released", "What had been done was taken back.", .good)
        case "": ("Ended", "The log does not say with which outcome.", .open)
        default: (outcome, "This is the word of the log.", .open)
        }
    }
}
