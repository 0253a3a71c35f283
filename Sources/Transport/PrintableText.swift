extension String {
    /// The text with control characters escaped and its length bounded: for words that came from outside.
    func printable(charactersMax: Int = 300) -> String {
        var text = ""
        for scalar in unicodeScalars.prefix(charactersMax) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > charactersMax ? text + "…" : text
    }
}
