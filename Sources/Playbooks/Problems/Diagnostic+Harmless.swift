package import CEL
package import Domain

extension Diagnostic {
    /// On one line, with what could steer a terminal replaced, one for one, so that columns stay.
    package var harmless: Diagnostic {
        Diagnostic(
            severity,
            code: code,
            Self.oneLine(message),
            at: SourceSpan(
                file: DisplayText.harmless(span.file),
                line: span.line,
                column: span.column,
                length: span.length
            ),
            remedy: remedy.map(Self.oneLine)
        )
    }

    private static func oneLine(_ text: String) -> String {
        DisplayText.harmless(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
}

extension Excerpt {
    /// The same with the line.
    package var harmless: Excerpt {
        var copy = self
        copy.text = DisplayText.harmless(text)
        return copy
    }
}
