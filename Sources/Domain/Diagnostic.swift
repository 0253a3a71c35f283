package import CEL

/// Where a diagnostic points: part of one line of one file, as a person would count.
public struct SourceSpan: Hashable, Sendable {
    public let file: String
    /// 1-based.
    public let line: Int
    /// 1-based, in Unicode scalars, as an editor counts.
    public let column: Int
    /// In Unicode scalars; at least 1.
    public let length: Int

    public init(file: String, line: Int, column: Int, length: Int = 1) {
        precondition(line >= 1 && column >= 1, "lines and columns are counted from 1")
        precondition(length >= 1, "an empty span points at nothing")
        self.file = file
        self.line = line
        self.column = column
        self.length = length
    }
}

/// One finding about a playbook or a configuration, addressed to its author.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Sendable {
        case error
        case warning
    }

    public let severity: Severity
    /// Stable and documented, such as `PB0101`: people grep for it. A code is retired, never reused.
    public let code: String
    public let message: String
    public let span: SourceSpan
    /// The way out: `did you mean 'device.command'?`
    public let remedy: String?

    public init(_ severity: Severity, code: String, _ message: String, at span: SourceSpan, remedy: String? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.span = span
        self.remedy = remedy
    }

    /// The terminal form: place and finding, the source line, a caret and the way out.
    ///
    /// ```
    /// Playbooks/botnet.yaml:7:13: error[PB0101]: no action 'device.isolat'
    ///   7 |     action: device.isolat
    ///     |             ^^^^^^^^^^^^^ did you mean 'device.isolate'?
    /// ```
    package func rendered(_ excerpt: Excerpt) -> String {
        let place = "\(span.file):\(span.line):\(span.column)"
        return excerpt.rendered(below: "\(place): \(severity.rawValue)[\(code)]: \(message)", remedy: remedy)
    }
}
