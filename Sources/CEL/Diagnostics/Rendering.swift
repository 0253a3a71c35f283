extension Problem {
    /// For a person to read: place and finding, the line, a caret and the way out.
    ///
    /// ```
    /// 1:7: error[unknown-field]: event has no field 'metrc'
    ///   1 | event.metrc == "x"
    ///     |       ^^^^^ did you mean 'event.metric'?
    /// ```
    public func rendered(in source: String) -> String {
        Excerpt(range, in: source).rendered(error: code.rawValue, message, remedy: suggestion)
    }
}

extension EvaluationError {
    /// For a person to read: place and failure, the line, and a caret below the part that failed.
    public func rendered(in source: String) -> String {
        Excerpt(range, in: source).rendered(error: kind.rawValue, message, remedy: nil)
    }
}

extension Excerpt {
    fileprivate func rendered(error: String, _ message: String, remedy: String?) -> String {
        rendered(below: "\(line):\(column): error[\(error)]: \(message)", remedy: remedy)
    }
}
