import CEL
import Domain
import Playbooks

/// What `cordon check` says of a document, as an editor shows it.
struct DocumentFindings {
    let values: [Value]

    init(_ document: Document, _ context: CompilerContext) {
        let lines = document.lines
        values = Self.diagnostics(of: document, context).map { Self.value($0, lines) }
    }

    static func diagnostics(of document: Document, _ context: CompilerContext) -> [Diagnostic] {
        do throws(PlaybookRejected) {
            return try PlaybookCompiler(context).compileWithWarnings(text: document.text, file: document.path).warnings
        } catch {
            return error.diagnostics
        }
    }

    private static func value(_ diagnostic: Diagnostic, _ lines: TextLines) -> Value {
        let (from, to) = lines.range(of: diagnostic.span)
        let remedy = diagnostic.remedy.map { "\n\($0)" } ?? ""
        return [
            "range": ["start": from.value, "end": to.value], "severity": .int(diagnostic.severity == .error ? 1 : 2),
            "code": .string(diagnostic.code), "source": "cordon", "message": .string(diagnostic.message + remedy),
        ]
    }
}

extension TextPosition {
    var value: Value { ["line": .int(Int64(line)), "character": .int(Int64(character))] }
}
