internal import CEL
internal import Domain

extension Compilation {
    struct Header {
        var name: String?
        var summary: String
        var severity: Severity
        var mode: Playbook.Mode?
    }

    mutating func header(_ fields: YAMLFields) -> Header {
        Header(
            name: name(fields["playbook"], of: "a playbook's name"),
            summary: fields.text("description", &findings) ?? "",
            severity: severity(fields),
            mode: mode(fields)
        )
    }

    private mutating func severity(_ fields: YAMLFields) -> Severity {
        fields.choice("severity", Severity.allCases.map { ($0.text, $0) }, &findings) ?? .medium
    }

    private mutating func mode(_ fields: YAMLFields) -> Playbook.Mode? {
        fields.choice("mode", Playbook.Mode.allCases.map { ($0.text, $0) }, &findings)
    }

    /// Words of small letters and digits, joined by `-` or `_`.
    mutating func name(_ node: YAMLNode?, of what: String) -> String? {
        guard let node else { return nil }
        guard let scalar = node.scalar, !node.isNull else {
            findings.report(YAMLProblem.wrongType, "\(what) is a text, but this is \(node.kind)", at: node)
            return nil
        }
        guard Names.isName(scalar.text) else {
            reportBadName(scalar.text, of: what, at: findings.source.span(of: node), form: Names.form)
            return nil
        }
        return scalar.text
    }

    mutating func reportBadName(_ text: String, of what: String, at span: SourceSpan, form: String) {
        let message = "\(DisplayText.quoted(text)) cannot be \(what)"
        findings.report(PlaybookProblem.badName, message, at: span, remedy: form)
    }
}
