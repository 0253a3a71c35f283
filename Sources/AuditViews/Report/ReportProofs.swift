import Ledger

/// What lets somebody check the page who believes neither the operator nor this program.
struct ReportProofs {
    let report: IncidentReport

    func write(_ page: inout Markup) {
        page.element(
            "p",
            text: """
                Each entry is a leaf of a Merkle tree (RFC 6962). Its hash is SHA-256 over a zero byte and the entry as the \
                log holds it. A checkpoint is signed over the root of the tree: nobody without the key can change, leave \
                out or add an entry below it.
                """
        )
        ReportTable("Entries, their hashes, and what covers them", ["Entry", "Action", "Leaf hash", "Covered by"])
            .write(report.entries.map(row), into: &page)
        checkpoints(&page)
        keys(&page)
        instructions(&page)
    }

    private func row(_ entry: ViewedEntry) -> [String] {
        let covering = report.checkpoint(covering: entry)
        return [
            "\(entry.sequence)", entry.record.action.text, entry.leafHash.description,
            covering.map { "checkpoint over \($0.size) entries" } ?? "no checkpoint yet",
        ]
    }

    private func checkpoints(_ page: inout Markup) {
        let covering = report.entries.compactMap { report.checkpoint(covering: $0)?.size }
        let sizes = Set(covering)
        page.element("h3", text: "Checkpoints")
        if sizes.isEmpty {
            page.element("p", text: "No checkpoint covers an entry of this incident yet: make this page again later.")
        }
        for checkpoint in report.checkpoints where sizes.contains(checkpoint.size) {
            let isGood = checkpoint.isSigned(by: report.keys)
            let verdict = isGood ? "signed by the key below" : "its signature is not that of a key below"
            page.element("p", text: "Over \(checkpoint.size) entries, \(verdict):")
            page.element("pre", ["tabindex": "0"]) { $0.text(lines: checkpoint.note) }
        }
    }

    private func keys(_ page: inout Markup) {
        page.element("h3", text: "Key")
        page.element(
            "p",
            text: """
                The key that verifies them, as a C2SP verifier key. Have it confirmed by the operator over another way than \
                this page.
                """
        )
        for key in report.keys { page.element("pre", ["tabindex": "0"], text: key.description) }
    }

    private func instructions(_ page: inout Markup) {
        page.element("h3", text: "How to check this without Cordon")
        page.element("ol") { list in
            list.element(
                "li",
                text: "Ask the operator for an export of the log, a folder: 'cordon audit export FOLDER' makes one."
            )
            list.element("li") { item in
                item.text("Verify it with examples/audit-reader of Cordon's sources, which is a page of Python:")
                let key = report.keys.first?.description ?? "KEY"
                item.element("pre", ["tabindex": "0"], text: "python3 audit_reader.py FOLDER '\(key)'")
            }
            list.element(
                "li",
                text: """
                    With the number of an entry behind the key, such as \(report.entries[0].sequence), it prints that entry, \
                    too; compare it with the table above. The format is documented byte by byte, so you can write a reader \
                    of your own.
                    """
            )
        }
        page.element(
            "p",
            ["class": "note"],
            text: """
                What this proves: these entries were written in this order, and were not changed after the checkpoints were \
                signed. What it does not: that an engine which was already in the wrong hands wrote the truth. This page \
                is made from the log; where the two differ, the log counts.
                """
        )
    }
}

extension Markup {
    /// A text of several lines, which stay lines.
    fileprivate mutating func text(lines: String) {
        for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
            text(String(line))
            self.line()
        }
    }
}
