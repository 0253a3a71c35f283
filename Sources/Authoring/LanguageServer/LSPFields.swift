import CEL

/// The parameters of a message. What is missing, or of another type, is as if it were not there.
struct LSPFields {
    private let value: Value?

    init(_ value: Value?) { self.value = value }

    private subscript(_ path: String...) -> Value? {
        path.reduce(value) { value, key in
            guard case .map(let map)? = value else { return Optional.none }
            return map[key]
        }
    }

    var uri: String { Self.text(self["textDocument", "uri"]) ?? "" }
    var openedText: String? { Self.text(self["textDocument", "text"]) }

    /// Documents are sent whole: the last change is the document.
    var changedText: String? {
        guard case .list(let changes)? = self["contentChanges"], case .map(let last)? = changes.last else { return nil }
        return Self.text(last["text"])
    }

    var position: TextPosition? {
        guard case .int(let line)? = self["position", "line"],
            case .int(let character)? = self["position", "character"],
            let line = Int(exactly: line), let character = Int(exactly: character), line >= 0, character >= 0
        else { return nil }
        return TextPosition(line: line, character: character)
    }

    private static func text(_ value: Value?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }
}
