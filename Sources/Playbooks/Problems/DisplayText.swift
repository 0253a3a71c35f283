/// How text from a file is shown in a message: short, and without anything that could steer a terminal.
public enum DisplayText {
    /// In quotes.
    public static func quoted(_ text: String) -> String { "'\(shortened(text))'" }

    /// At most 60 characters, control and direction characters as escapes.
    public static func shortened(_ text: String) -> String {
        var result = ""
        for (position, scalar) in text.unicodeScalars.enumerated() {
            guard position < 60 else { return result + "…" }
            if isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }

    /// Whole, with a `\u{FFFD}` in place of each character that could steer a terminal. Tabs stay.
    public static func harmless(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            result.append(scalar == "\t" || isHarmless(scalar) ? scalar : "\u{FFFD}")
        }
        return String(result)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }
}
