import Actions
import Playbooks

/// The pages that are made from what the program itself goes by: those of `docs/reference`, and the diagnostics.
///
/// They are committed, so that they can be read without building anything; a test compares them with these.
package enum ReferencePages {
    /// The file, from `docs`, and its text.
    package static var all: [(name: String, text: String)] {
        [
            ("reference/actions.md", ActionsPage(BuiltInActions.named).text),
            ("reference/configuration.md", ConfigurationPage().text),
            ("diagnostics.md", DiagnosticsPage().text),
            ("reference/playbooks.md", LanguagePage().text),
        ]
    }

    static let notice = "<!-- Made by `make reference`. Do not edit: change the code that it is made from. -->"
}

/// Lines of Markdown.
struct MarkdownPage {
    private var lines: [String] = []

    init(_ title: String) { lines = [ReferencePages.notice, "# \(title)", ""] }

    /// Every part ends with an empty line, which ends the last line here.
    var text: String { lines.joined(separator: "\n") }

    mutating func paragraph(_ text: String) { lines += [text, ""] }

    mutating func heading(_ text: String, level: Int = 2) {
        lines += [String(repeating: "#", count: level) + " " + text, ""]
    }

    mutating func table(_ columns: [String], _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        let all = [columns, columns.map { _ in "---" }] + rows.map { $0.map(Self.cell) }
        lines += all.map { "| \($0.joined(separator: " | ")) |" } + [""]
    }

    mutating func list(_ items: [String]) {
        guard !items.isEmpty else { return }
        lines += items.map { "- \($0)" } + [""]
    }

    /// The language stands behind the fence, such as `yaml`.
    mutating func code(_ text: String, _ language: String) {
        let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
        lines += ["```\(language)", String(text[..<end]), "```", ""]
    }

    private static func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? Array("\\|") : [$0] })
    }
}
