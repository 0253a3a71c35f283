import Domain
import Ledger

/// ArcSight's Common Event Format, as SIEM systems take it by syslog or from a file.
///
/// - Shape: `CEF:0|vendor|product|version|what|name|severity|key=value …`. `\` and `|` are escaped in the header, `\`
///   and `=` in the extension; line ends and what is not seen are made visible.
/// - Source: ArcSight, "Implementing Common Event Format (CEF)", version 23.
package struct CEFFormat: AuditFormat {
    package static let name = "cef"
    package static let summary = "ArcSight CEF, an event a line"

    private let style: AuditStyle

    package init(_ style: AuditStyle) { self.style = style }

    package func line(of row: ViewedRow) -> String {
        switch row {
        case .entry(let entry):
            let severity = Self.severity(AuditSeverity(of: entry.record.action))
            return line(entry.record.action.text, entry.record.phrase, severity: severity, fields(of: entry))
        case .unreadable(let place, let reason):
            let fields = [("externalId", "\(place)"), ("msg", "entry \(place) cannot be read: \(reason)")]
            return line("unreadable", "an entry cannot be read", severity: 10, fields)
        }
    }

    private func line(_ what: String, _ name: String, severity: Int, _ fields: [(String, String)]) -> String {
        let header = ["CEF:0", "Cordon", "Cordon", style.version, what, name, "\(severity)"].map(Self.inHeader)
        let extensions = fields.map { "\($0.0)=\(Self.inExtension($0.1))" }
        return (header + [extensions.joined(separator: " ")]).joined(separator: "|")
    }

    private func fields(of entry: ViewedEntry) -> [(String, String)] {
        let record = entry.record
        let labelled: [(String, String, String?)] = [
            ("cs1", "incident", record.incident?.description), ("cs2", "run", record.run?.description),
            ("cs3", "step", record.step), ("cs4", "playbook", record.playbook?.description),
            ("cs5", "proof", record.actor.proof), ("cs6", "leafHash", entry.leafHash.description),
            ("flexString1", "request", record.request?.description),
            ("flexString2", "evidence", record.evidence?.description),
            ("cn1", "attempt", record.attempt.map { "\($0)" }), ("cn2", "cause", entry.entry.cause.map { "\($0)" }),
            ("cn3", "drill", record.isDrill ? "1" : nil),
        ]
        let named: [(String, String?)] = [
            ("rt", "\(record.time.millisecondsSinceEpoch)"), ("externalId", "\(entry.sequence)"),
            ("deviceExternalId", entry.entry.origin.description), ("dvchost", entry.entry.node),
            ("suser", entry.actorText(withPrivate: style.withPrivate)), ("outcome", record.outcome),
            ("msg", entry.detailText(withPrivate: style.withPrivate)),
        ]
        let object = record.object.map { Self.field(of: $0) }
        let plain = named.compactMap { key, value in value.map { (key, $0) } } + (object.map { [$0] } ?? [])
        return plain
            + labelled.flatMap { key, label, value in value.map { [("\(key)Label", label), (key, $0)] } ?? [] }
    }

    /// A device is what is acted upon; of everything else, the kind stands with the name.
    private static func field(of object: AuditObject) -> (String, String) {
        object.kind == .device ? ("dhost", object.name) : ("destinationServiceName", object.description)
    }

    private static func severity(_ severity: AuditSeverity) -> Int {
        switch severity {
        case .info: 1
        case .notice: 3
        case .warning: 6
        case .critical: 9
        }
    }

    static func inHeader(_ text: String) -> String { escaped(text, "|") }
    static func inExtension(_ text: String) -> String { escaped(text, "=") }

    /// By scalars: a mark that combines with a character must not hide it.
    private static func escaped(_ text: String, _ special: Unicode.Scalar) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.visible.unicodeScalars {
            if scalar == "\\" || scalar == special { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
