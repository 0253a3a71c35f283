package import CEL
package import Domain
package import Playbooks

/// A diagnostic, and what it points at: all that a report needs.
///
/// Texts of strangers are harmless here: what could steer a terminal is replaced, one for one, so that columns stay.
package struct Finding: Hashable, Sendable {
    package let diagnostic: Diagnostic
    /// Nil where it is about a file as a whole.
    package let excerpt: Excerpt?

    package init(_ diagnostic: Diagnostic, _ excerpt: Excerpt? = nil) {
        self.diagnostic = diagnostic.harmless
        self.excerpt = excerpt?.harmless
    }

    package init(_ diagnostic: Diagnostic, in source: SourceText) {
        self.init(diagnostic, source.excerpt(of: diagnostic.span))
    }

    package var isError: Bool { diagnostic.severity == .error }
}

/// What a check of some files came to.
package struct CheckReport: Sendable {
    package var playbooks = 0
    package private(set) var findings: [Finding] = []

    package init(playbooks: Int = 0, findings: [Finding] = []) {
        self.playbooks = playbooks
        self.findings = findings
    }

    package mutating func add(_ more: [Finding]) { findings += more }

    package var errors: Int { findings.count(where: \.isError) }
    package var warnings: Int { findings.count - errors }

    /// One line for people.
    package var sentence: String {
        let found = errors == 0 ? "no problem" : errors == 1 ? "1 problem" : "\(errors) problems"
        let rest = warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", \(warnings) warnings"
        return "\(playbooks) \(playbooks == 1 ? "playbook" : "playbooks"), \(found)\(rest)"
    }
}
