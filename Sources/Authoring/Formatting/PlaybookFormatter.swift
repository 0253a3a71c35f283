private import CEL
package import Domain
package import Playbooks

/// Brings YAML into the one layout of this house: what it means stays, and every comment.
///
/// Keys stay in their author's order, and quotes, block texts and blank lines between steps stay too. Indentation is two
/// spaces; what stands in braces stays there while it fits a line; comments at the ends of lines stand in one column.
package struct PlaybookFormatter: Sendable {
    private let reader: YAMLReader

    package init(limits: Limits = Limits()) { reader = YAMLReader(limits: limits) }

    /// - Throws: ``FormatRefused/findings(_:)`` for a text that is not sound YAML, and ``FormatRefused/notSure`` where the
    ///   result would not mean the same, which is a mistake of the formatter.
    package func format(bytes: [UInt8], file: String) throws(FormatRefused) -> String {
        let document = try read(bytes, file)
        var printer = LayoutPrinter(document)
        let text = printer.text(document.root)
        guard let result = try? reader.read(text: text, file: file), Self.isSame(document, result) else {
            throw .notSure
        }
        return text
    }

    package func format(text: String, file: String) throws(FormatRefused) -> String {
        try format(bytes: Array(text.utf8), file: file)
    }

    private func read(_ bytes: [UInt8], _ file: String) throws(FormatRefused) -> YAMLDocument {
        do throws(YAMLRejected) {
            return try reader.read(bytes: bytes, file: file)
        } catch {
            let source = error.findings.source
            throw .findings(error.findings.diagnostics.map { Finding($0, in: source) })
        }
    }

    /// Whether two documents have the same values under the same keys, in the same order, and the same comments.
    package static func isSame(_ one: YAMLDocument, _ other: YAMLDocument) -> Bool {
        comments(one) == comments(other) && isSame(one.root, other.root)
    }

    private static func comments(_ document: YAMLDocument) -> [String] {
        Comment.all(in: WrittenText(document.source.text), around: document.root).map(\.text).sorted()
    }

    private static func isSame(_ one: YAMLNode?, _ other: YAMLNode?) -> Bool {
        switch (one?.content, other?.content) {
        case (nil, nil): true
        case (nil, .scalar(let scalar)), (.scalar(let scalar), nil): scalar.value == .null
        case (.scalar(let left), .scalar(let right)): left.text == right.text && left.value == right.value
        case (.sequence(let left), .sequence(let right)):
            left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
        case (.mapping(let left), .mapping(let right)):
            left.count == right.count
                && zip(left, right).allSatisfy { $0.key == $1.key && isSame($0.value, $1.value) }
        case (.scalar, _), (.sequence, _), (.mapping, _), (nil, _): false
        }
    }
}

/// Why a text is left as it is.
package enum FormatRefused: Error, Sendable {
    /// It is not sound YAML: everything wrong with it.
    case findings([Finding])
    /// The result would not mean the same.
    case notSure
}
