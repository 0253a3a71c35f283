import CEL
import Domain
import Ledger

/// The page about an incident: one file of HTML, without a script and without a request to anywhere.
struct ReportPage {
    let report: IncidentReport

    var source: String {
        var page = Markup()
        page.literal("<!DOCTYPE html>\n")
        page.element("html", ["lang": "en"]) { html in
            html.element("head", [:], head)
            html.line()
            html.element("body", [:], body)
        }
        page.line()
        return page.source
    }

    private var outcome: ReportOutcome { ReportOutcome(report) }

    private func head(_ head: inout Markup) {
        // The one thing that the page may use is its own style, by its hash.
        let style = Base64.text(of: Digest(of: ReportStyle.css.utf8).bytes)
        let policy = "default-src 'none'; style-src 'sha256-\(style)'; base-uri 'none'; form-action 'none'"
        head.open("meta", ["charset": "utf-8"])
        head.open("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
        head.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        head.open("meta", ["name": "color-scheme", "content": "light dark"])
        head.open("meta", ["name": "referrer", "content": "no-referrer"])
        head.open("meta", ["name": "robots", "content": "noindex"])
        head.line()
        head.element("title", text: "Incident \(report.incident): \(outcome.headline)")
        head.line()
        head.element("style") { $0.literal(ReportStyle.text) }
    }

    private func body(_ body: inout Markup) {
        body.element("header", [:], header)
        body.line()
        body.element("main") { main in
            section("What happened", into: &main, story)
            section("Timeline", into: &main, timeline)
            section("Who decided", into: &main, decisions)
            section("What is in force still", into: &main, measures)
            section("Evidence", into: &main, evidence)
            section("Proofs", into: &main, ReportProofs(report: report).write)
        }
        body.line()
        body.element("footer") { footer in
            let version = report.style.version
            footer.element(
                "p",
                text: "Made at \(report.made.toTheMillisecond) by Cordon \(version). All times are UTC."
            )
        }
    }

    private func section(_ title: String, into page: inout Markup, _ content: (inout Markup) -> Void) {
        page.element("section") { section in
            section.element("h2", text: title)
            content(&section)
        }
        page.line()
    }

    private func header(_ header: inout Markup) {
        let outcome = outcome
        header.element("p", ["class": "kicker"], text: "Report of an incident")
        header.element("h1", text: report.incident.description)
        header.element("div", ["class": "outcome \(outcome.tone.rawValue)"]) { box in
            box.element("p", ["class": "headline"], text: outcome.headline)
            box.element("p") { line in
                line.text(outcome.explanation)
                if let entry = outcome.entry { line.text(" (Entry \(entry.sequence) of the log.)") }
            }
        }
    }

    private func story(_ page: inout Markup) {
        let sentences = ReportStory(report, outcome: outcome).sentences
        page.element("p", text: sentences.joined(separator: " "))
        page.element("dl", ["class": "facts"]) { list in
            for (name, value) in facts {
                list.element("div") { fact in
                    fact.element("dt", text: name)
                    fact.element("dd", text: value)
                }
            }
        }
    }

    private var facts: [(String, String)] {
        let first = report.entries[0].record
        let started = report.entries(of: .runStarted).first?.record
        let optional: [(String, String?)] = [
            (first.object?.kind.text.capitalizedFirst ?? "Object", first.object?.name),
            ("Severity", first.outcome),
            ("Opened", first.time.toTheMillisecond), ("Playbook", started?.object?.name),
            ("Version of the playbook (SHA-256)", first.playbook?.description),
            ("Run", started?.run?.description), ("Log", report.entries[0].entry.origin.description),
            ("Written by the machine", report.entries[0].entry.node),
        ]
        return optional.compactMap { name, value in value.map { (name, $0) } }
    }

    private func timeline(_ page: inout Markup) {
        let picture = ReportPicture(report)
        page.element(
            "div",
            ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Picture of the timeline"]
        ) {
            picture.draw(into: &$0)
        }
        page.element("ul", ["class": "legend"]) { list in
            for shape in picture.shapes {
                list.element("li", ["class": shape.rawValue]) { item in
                    item.element("span", ["class": "sign", "aria-hidden": "true"], text: shape.sign)
                    item.text(" \(shape.meaning)")
                }
            }
        }
        page.element(
            "p",
            ["class": "note"],
            text: "Long pauses are drawn shorter than they were; the times above are true."
        )
        if picture.leftOutCount > 0 {
            page.element("p", text: "\(picture.leftOutCount) further steps are in the table only.")
        }
        ReportTable("Every entry of the log about this incident", ["Entry", "Time", "What", "Step", "Who", "Detail"])
            .write(report.entries.map(row), into: &page)
        if report.leftOutCount > 0 {
            page.element(
                "p",
                text: "\(report.leftOutCount) further entries after the first are in the log, and not on this page."
            )
        }
    }

    private func row(_ entry: ViewedEntry) -> [String] {
        let record = entry.record
        let kind = entry.kind.map { " (\($0))" } ?? ""
        let attempt = record.attempt.map { ", attempt \($0)" } ?? ""
        let detail = [record.outcome, entry.detailText(withPrivate: report.style.withPrivate)].compactMap(\.self)
        return [
            "\(entry.sequence)", record.time.toTheMillisecond, record.phrase,
            record.step.map { "\($0)\(kind)\(attempt)" } ?? "",
            entry.actorText(withPrivate: report.style.withPrivate), detail.joined(separator: "; "),
        ]
    }

    private func decisions(_ page: inout Markup) {
        let decided = report.entries.filter { $0.isByPerson }
        guard !decided.isEmpty else {
            page.element("p", text: "No person decided anything: the playbook did as it is written.")
            return
        }
        ReportTable(
            "Decisions of people, and how it is known who they were",
            ["Entry", "Time", "Who", "Identity proven by", "Decision", "About", "Detail"]
        ).write(decided.map(decision), into: &page)
        if !report.style.withPrivate {
            page.element("p", ["class": "note"], text: "Names and words of people are left out of this copy.")
        }
    }

    private func decision(_ entry: ViewedEntry) -> [String] {
        let record = entry.record
        return [
            "\(entry.sequence)", record.time.toTheMillisecond, entry.actorText(withPrivate: report.style.withPrivate),
            Self.proof(record.actor.proof), record.phrase, record.step ?? record.object?.description ?? "",
            entry.detailText(withPrivate: report.style.withPrivate) ?? "",
        ]
    }

    private static func proof(_ word: String) -> String {
        switch word {
        case "bearer-token": "an API token (bearer-token)"
        case "client-certificate": "a certificate of theirs (client-certificate)"
        case "local-user": "their account on the engine's machine (local-user)"
        case "none": "nothing (none)"
        default: word
        }
    }

    private func measures(_ page: inout Markup) {
        guard !report.measures.isEmpty else {
            page.element("p", text: "Nothing that this incident did was in force when this page was made.")
            return
        }
        ReportTable(
            "What the engine held to be in force when this page was made",
            ["Device", "Action", "State", "Since", "Until", "Taken back by"]
        ).write(
            report.measures.map { measure in
                [
                    measure.device, measure.action, measure.state, measure.since.toTheMillisecond,
                    measure.until?.toTheMillisecond ?? "it is released", measure.inverse,
                ]
            },
            into: &page
        )
    }

    private func evidence(_ page: inout Markup) {
        let shown = report.entries.filter { $0.record.request != nil || $0.record.evidence != nil }
        guard !shown.isEmpty else {
            page.element("p", text: "No entry names evidence.")
            return
        }
        ReportTable(
            "SHA-256 of what was sent, and of what shows the outcome",
            ["Entry", "Step", "What", "Request", "Evidence"]
        ).write(
            shown.map { entry in
                let record = entry.record
                return [
                    "\(entry.sequence)", record.step ?? "", record.phrase, record.request?.description ?? "",
                    record.evidence?.description ?? "",
                ]
            },
            into: &page
        )
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
