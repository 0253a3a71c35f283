internal import CEL
internal import JSON
internal import Playbooks

/// A tree as the text of a playbook: what one would write, and what reads back as the same tree.
struct YAMLText {
    private var lines: [String] = []

    static func text(of root: YAMLNode, header: String) -> String {
        var writer = YAMLText()
        writer.lines = header.split(separator: "\n").map { "# \($0)" }
        writer.write(root, indent: 0)
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write(_ node: YAMLNode, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        switch node.content {
        case .scalar(let scalar): lines.append(margin + Self.text(of: scalar))
        case .sequence(let items):
            for item in items { write(item: item, margin, indent) }
        case .mapping(let entries):
            for entry in entries { write(entry: entry, margin, indent) }
        }
    }

    private mutating func write(item: YAMLNode, _ margin: String, _ indent: Int) {
        if let short = Self.short(item) {
            lines.append("\(margin)- \(short)")
            return
        }
        let first = lines.count
        write(item, indent: indent + 2)
        lines[first] = "\(margin)- " + lines[first].dropFirst(indent + 2)
    }

    private mutating func write(entry: YAMLEntry, _ margin: String, _ indent: Int) {
        let key = Self.isPlain(entry.key) ? entry.key : Self.quoted(entry.key)
        if let short = Self.short(entry.value) {
            lines.append("\(margin)\(key): \(short)")
            return
        }
        lines.append("\(margin)\(key):")
        write(entry.value, indent: indent + 2)
    }

    /// What has its place behind a key or a dash; nil for what needs lines of its own.
    private static func short(_ node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let scalar): text(of: scalar)
        case .sequence(let items): items.isEmpty ? "[]" : nil
        case .mapping(let entries): entries.isEmpty ? "{}" : nil
        }
    }

    private static func text(of scalar: YAMLScalar) -> String {
        guard case .string(let text) = scalar.value else { return plain(scalar) }
        return isPlain(text) ? text : quoted(text)
    }

    private static func plain(_ scalar: YAMLScalar) -> String {
        if case .double(let number) = scalar.value { return DoubleText.literal(number) }
        return scalar.text
    }

    /// Whether a text without quotes is read as that text, whoever reads it.
    private static func isPlain(_ text: String) -> Bool {
        if text.wholeMatch(of: /\d+(?:ms|s|m|h|d)/) != nil { return true }
        let scalars = text.unicodeScalars
        guard let first = scalars.first, isPlainStart(first), scalars.last != " ", scalars.last != ":" else {
            return false
        }
        let isPrintable = text.unicodeScalars.allSatisfy { 0x20...0x7E ~= $0.value || $0.properties.isAlphabetic }
        // By bytes, here and below: a reader of YAML knows no `Character`, which a mark makes another one.
        let isOneValue = !UTF8Text.contains(text, ": ") && !UTF8Text.contains(text, " #")
        // Words that some reader of YAML takes for something else.
        let isWord = !["true", "false", "null", "yes", "no", "off", "y", "n"].contains(text.lowercased())
        return isPrintable && isOneValue && isWord
    }

    private static func isPlainStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || "/$(".unicodeScalars.contains(scalar)
    }

    /// Between single quotes where that saves escapes, else between double quotes with the escapes of JSON, which are
    /// all of YAML too.
    private static func quoted(_ text: String) -> String {
        let isPrintable = text.unicodeScalars.allSatisfy { 0x20...0x7E ~= $0.value || $0.properties.isAlphabetic }
        guard isPrintable, UTF8Text.contains(text, "\"") || UTF8Text.contains(text, "\\") else {
            return JSONText.string(.string(text))
        }
        return "'\(String(text.unicodeScalars.replacing("'".unicodeScalars, with: "''".unicodeScalars)))'"
    }
}
