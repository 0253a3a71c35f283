import Domain

/// How text from a file is shown in a message: short, and without anything that could steer a terminal.
public enum DisplayText {
    /// In quotes.
    public static func quoted(_ text: String) -> String { "'\(shortened(text))'" }

    /// At most 60 characters, control and direction characters as escapes.
    public static func shortened(_ text: String) -> String {
        var result = ""
        for (position, scalar) in text.unicodeScalars.enumerated() {
            guard position < 60 else { return result + "…" }
            result += scalar.isPrintable ? String(scalar) : scalar.escape
        }
        return result
    }

    /// Whole, with a `\u{FFFD}` in place of each character that could steer a terminal. Tabs stay.
    public static func harmless(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            result.append(scalar == "\t" || scalar.isPrintable ? scalar : "\u{FFFD}")
        }
        return String(result)
    }
}
