import Domain
import Playbooks

/// What holds of every finding: it is known, it points into the text, and it can be shown.
struct DiagnosticRules {
    private let source: SourceText
    /// Characters of each line.
    private let widths: [Int]

    init(_ source: SourceText) {
        self.source = source
        let count = source.text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        widths = (1...count).map { source.line($0).unicodeScalars.count }
    }

    func examine(_ diagnostics: [Diagnostic]) {
        // One more where the first error comes after so many warnings.
        Rule.require(diagnostics.count <= PlaybookLimits.findingsMax + 1, "\(diagnostics.count) findings are too many")
        for diagnostic in diagnostics { examine(diagnostic) }
        for (first, second) in zip(diagnostics, diagnostics.dropFirst()) {
            let places = [first, second].map { ($0.span.line, $0.span.column) }
            Rule.require(places[0] <= places[1], "findings stand in the order of the text")
        }
        examineRendering(diagnostics)
    }

    private func examine(_ diagnostic: Diagnostic) {
        let severity = Self.severities[diagnostic.code]
        Rule.require(severity == diagnostic.severity, "\(diagnostic.code) is a code, and says how bad it is")
        // As every report shows it: a remedy may name what stands in another file.
        examine(diagnostic.harmless.message, diagnostic.code)
        if let remedy = diagnostic.harmless.remedy { examine(remedy, diagnostic.code) }
        examine(diagnostic.span, diagnostic.code)
    }

    private func examine(_ words: String, _ code: String) {
        Rule.require(!words.isEmpty, "\(code) says something")
        Rule.require(words.utf8.count <= Self.wordsBytesMax, "\(code) says \(words.utf8.count) bytes")
        let isHarmless = words.unicodeScalars.allSatisfy { !Self.steers($0) }
        Rule.require(isHarmless, "\(code) says nothing that steers a terminal: \(words.debugDescription)")
    }

    private func examine(_ span: SourceSpan, _ code: String) {
        Rule.require(span.file == source.file, "\(code) is about this file")
        Rule.require(span.line <= widths.count, "\(code) points to line \(span.line) of \(widths.count)")
        let width = widths[span.line - 1]
        // The place after the last character is one, and a span has at least one character.
        let end = span.column + span.length - 1
        Rule.require(end <= width + 1, "\(code) points to \(span.line):\(span.column) to \(end) of \(width)")
    }

    private func examineRendering(_ diagnostics: [Diagnostic]) {
        let text = Rule.requireQuick("rendering") { source.rendered(diagnostics) }
        let isHarmless = text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !Self.steers($0) }
        Rule.require(isHarmless, "what is shown steers no terminal: \(text.debugDescription)")
    }

    /// Far above what a person reads; a message that repeats the text would be above it.
    private static let wordsBytesMax = 4096

    private static let severities: [String: Diagnostic.Severity] = {
        let playbook = PlaybookProblem.allCases.map { ($0.code, $0.severity) }
        let yaml = YAMLProblem.allCases.map { ($0.code, $0.severity) }
        return Dictionary(uniqueKeysWithValues: playbook + yaml)
    }()

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
