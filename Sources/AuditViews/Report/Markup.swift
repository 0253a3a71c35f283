import Domain

/// HTML or SVG under construction. Names of elements and attributes are the program's own (`StaticString`); everything else
/// is text, and stays text.
struct Markup {
    private(set) var source = ""

    /// What is between tags. What steers or turns text is made visible.
    mutating func text(_ text: String) { source += Self.escaped(text) }

    mutating func element(
        _ name: StaticString,
        _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ content: (inout Self) -> Void
    ) {
        open(name, attributes)
        content(&self)
        source += "</\(name)>"
    }

    mutating func element(
        _ name: StaticString,
        _ attributes: KeyValuePairs<StaticString, String> = [:],
        text: String
    ) {
        element(name, attributes) { $0.text(text) }
    }

    /// An element without content, such as `<meta>`.
    mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        source += "<\(name)"
        for (key, value) in attributes { source += " \(key)=\"\(Self.escaped(value))\"" }
        source += ">"
    }

    /// What is markup already, and the program's own.
    mutating func literal(_ text: StaticString) { source += "\(text)" }

    mutating func line() { source += "\n" }

    /// By scalars: a mark that combines with a character must not hide it.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.visible.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
