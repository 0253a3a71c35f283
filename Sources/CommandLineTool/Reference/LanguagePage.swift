import Playbooks

/// Every key of a playbook.
struct LanguagePage {
    var text: String {
        var page = MarkdownPage("Playbooks, key by key")
        page.paragraph(
            "Every key that a playbook may have. [playbooks.md](../playbooks.md) explains the language; the actions have "
                + "[a page of their own](actions.md). `${{ }}` marks what takes expressions within its text; a condition "
                + "is an expression as it is."
        )
        add(Grammar.playbook, "A playbook", to: &page)
        page.heading("Steps")
        page.paragraph("A step is of one kind, and the key that it is named after says of which.")
        for form in Grammar.steps { add(form, "`\(form.name)`", level: 3, to: &page) }
        page.heading("Parts")
        for form in Grammar.forms.dropFirst() { add(form, form.title, level: 3, to: &page) }
        return page.text
    }

    private func add(_ form: Form, _ title: String, level: Int = 2, to page: inout MarkdownPage) {
        page.heading(title, level: level)
        page.paragraph(form.summary)
        page.table(
            ["key", "what stands there", "", "meaning"],
            form.keys.map { key in
                let need = key.isRequired ? "required" : key.standard.map { "`\($0)` unless said" } ?? ""
                return ["`\(key.name)`", key.shape.words, need, key.summary]
            }
        )
    }
}

extension Form {
    /// As a heading: links lead to it.
    fileprivate var title: String { "`\(name)`" }
}

extension Shape {
    /// What may stand there, in a few words.
    fileprivate var words: String {
        switch self {
        case .name: "a name"
        case .text: "text"
        case .template: "text with `${{ }}`"
        case .topic: "a topic with `${{ }}`"
        case .anything: "any YAML with `${{ }}`"
        case .condition: "a condition"
        case .expression(let result): "an expression: \(result)"
        case .duration: "a length of time"
        case .instant: "a time"
        case .timeOfDay: "a time of day"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .share: "a share: `2%`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .stepID: "the id of a later step"
        case .action: "[an action](actions.md)"
        case .connection(let kind): "a connection: \(kind.rawValue)"
        case .parameters: "what [the action](actions.md) takes"
        case .entries(let shape): "names of your own: \(shape.words)"
        case .list(let shape): "a list: \(shape.words)"
        case .form(let name): "[`\(name)`](#\(name))"
        case .step: "[a step](#steps)"
        case .either(let shapes): shapes.map(\.words).joined(separator: "; or ")
        }
    }
}
