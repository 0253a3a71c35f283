import Domain
import Ledger

/// What happened, in a paragraph.
struct ReportStory {
    let sentences: [String]

    init(_ report: IncidentReport, outcome: ReportOutcome) {
        sentences = [
            Self.opening(report), Self.joins(report), Self.steps(report), Self.troubles(report),
            Self.holds(report), Self.ending(report, outcome),
        ].compactMap(\.self)
    }

    private static func opening(_ report: IncidentReport) -> String {
        let record = report.entries[0].record
        let playbook = report.entries(of: .runStarted).first?.record.object?.name
        let answer = playbook.map { "The playbook '\($0)'" } ?? "A playbook"
        let about = record.object.map { " about the \($0.kind.text) '\($0.name)'" } ?? ""
        let severity = record.outcome.map { ", of severity \($0)," } ?? ""
        let by = report.entries[0].actorText(withPrivate: report.style.withPrivate)
        return
            "\(answer) opened this incident\(about)\(severity) at \(record.time.toTheMillisecond). It was caused by \(by)."
    }

    private static func joins(_ report: IncidentReport) -> String? {
        let count = report.entries(of: .incidentJoined).count
        guard count > 0 else { return nil }
        return count == 1 ? "One further event joined it." : "\(count) further events joined it."
    }

    private static func steps(_ report: IncidentReport) -> String? {
        let parts = [
            (report.stepsCount(of: .stepOK), "confirmed by its receiver", "confirmed by their receivers"),
            (report.stepsCount(of: .stepSent), "handed over without an answer", "handed over without an answer"),
            (report.stepsCount(of: .stepRehearsed), "rehearsed", "rehearsed"),
            (report.stepsCount(of: .stepSkipped), "skipped", "skipped"),
        ].filter { $0.0 > 0 }.map { count, one, many in
            "\(count) \(count == 1 ? "was" : "were") \(count == 1 ? one : many)"
        }
        guard !parts.isEmpty else { return nil }
        return "Of its steps, \(listed(parts))."
    }

    private static func troubles(_ report: IncidentReport) -> String? {
        let repeated = report.entries(of: .stepRetry).map(\.record.attemptEnd)
        let failedCount = repeated.count { $0 == .transient }
        let unknownCount = repeated.count { $0 == .unknown }
        let givenUp = report.entries(of: .stepExhausted)
        let failed = report.entries(of: .stepFailed) + givenUp.filter { $0.record.attemptEnd == .transient }
        let unknown = report.entries(of: .stepUnknown) + givenUp.filter { $0.record.attemptEnd == .unknown }
        let counts: [(Int, String, String)] = [
            (failedCount, "attempt failed and was repeated", "attempts failed and were repeated"),
            (
                unknownCount, "attempt had no known outcome and was repeated",
                "attempts had no known outcome and were repeated"
            ),
            (stepsCount(failed), "step failed for good", "steps failed for good"),
            (stepsCount(unknown), "step had an unknown outcome", "steps had an unknown outcome"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        return parts.isEmpty ? nil : "\(listed(parts))."
    }

    private static func stepsCount(_ entries: [ViewedEntry]) -> Int { Set(entries.compactMap(\.record.step)).count }

    private static func holds(_ report: IncidentReport) -> String? {
        let held = report.entries(of: .approvalAsked).count + report.entries.count { $0.record.isHeldForPerson }
        let decided = report.entries.filter { $0.isByPerson && !Self.begins($0.record.action) }.count
        let parts = [
            (held, "It waited for a person once", "It waited for a person \(held) times"),
            (decided, "a person decided once", "people decided \(decided) times"),
        ].filter { $0.0 > 0 }.map { $0.0 == 1 ? $0.1 : $0.2 }
        guard let first = parts.first else { return nil }
        return "\(first.prefix(1).uppercased())\(listed(parts).dropFirst())."
    }

    /// Whether it is what began the incident, which is told before.
    private static func begins(_ action: AuditAction) -> Bool { [.incidentOpened, .runStarted].contains(action) }

    private static func ending(_ report: IncidentReport, _ outcome: ReportOutcome) -> String {
        guard let entry = outcome.entry else { return "It has not come to an end yet." }
        let span = (entry.record.time - report.begin).spoken
        let word = entry.record.outcome ?? "without a word"
        return switch entry.record.action {
        case .runPaused: "After \(span) it waited for a person: \(word)."
        default: "It came to rest \(span) after it was opened: \(word)."
        }
    }

    private static func listed(_ parts: [String]) -> String {
        guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
        return "\(parts.dropLast().joined(separator: ", ")) and \(last)"
    }
}
