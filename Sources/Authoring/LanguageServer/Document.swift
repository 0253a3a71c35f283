import CEL

/// A file as the editor has it now.
struct Document: Sendable {
    let uri: String
    let text: String

    var lines: TextLines { TextLines(text) }

    /// The file's path; the URI as it is where it names no file.
    var path: String {
        guard uri.hasPrefix("file://") else { return uri }
        return Self.decoded(uri.dropFirst("file://".count))
    }

    /// What brings it into the one layout: one edit of all of it, or none where it is, or where it is not sound.
    var edits: Value {
        guard let result = try? PlaybookFormatter().format(text: text, file: path), result != text else {
            return .list([])
        }
        let lines = lines.lines
        let last = TextPosition(line: max(0, lines.count - 1), character: lines.last?.utf16.count ?? 0)
        let range: Value = ["start": TextPosition(line: 0, character: 0).value, "end": last.value]
        return [["range": range, "newText": .string(result)]]
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
