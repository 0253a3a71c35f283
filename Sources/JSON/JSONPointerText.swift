import CEL

/// The path to a value as text: RFC 6901, bounded and without control characters, because names come from outside.
enum JSONPointerText {
    private static let charactersMax = 64

    static func of(_ path: [String]) -> String {
        path.map { "/" + escaped($0) }.joined()
    }

    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars.prefix(charactersMax) {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            case _ where UnseenCharacter.matches(scalar): text += UnseenCharacter.escape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return name.unicodeScalars.count > charactersMax ? text + "…" : text
    }
}
