public import CEL

/// One value of a YAML document, and where it stands.
public struct YAMLNode: Sendable {
    public enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the text; no key repeats.
        case mapping([YAMLEntry])
    }

    public let content: Content
    public let start: YAMLMark
    /// After its last character.
    public let end: YAMLMark

    public init(_ content: Content, from start: YAMLMark, to end: YAMLMark) {
        self.content = content
        self.start = start
        self.end = end
    }

    public var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Whether nothing is written, or `null`.
    public var isNull: Bool { scalar?.value == .null }

    /// The value under a key of a mapping.
    public subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// Completes "but this is …".
    public var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar): scalar.kind
        }
    }
}

/// One line of a mapping.
public struct YAMLEntry: Sendable {
    public let key: String
    public let keyStart: YAMLMark
    public let keyEnd: YAMLMark
    public let value: YAMLNode

    public init(key: String, from keyStart: YAMLMark, to keyEnd: YAMLMark, value: YAMLNode) {
        self.key = key
        self.keyStart = keyStart
        self.keyEnd = keyEnd
        self.value = value
    }
}

/// A text, number, truth value or nothing.
public struct YAMLScalar: Hashable, Sendable {
    public enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        /// `|`
        case literal
        /// `>`
        case folded
    }

    /// What is written, quotes and escapes undone.
    public let text: String
    public let style: Style
    /// What it stands for: quoted and block scalars are text, plain ones follow ``CoreSchema``.
    public let value: Value

    public init(_ text: String, _ style: Style, _ value: Value) {
        self.text = text
        self.style = style
        self.value = value
    }

    var kind: String {
        switch value {
        case .null: "empty"
        case .bool: "a truth value"
        case .int, .uint, .double: "a number"
        case .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque: "a text"
        }
    }
}

extension YAMLNode {
    /// What it stands for as plain data; nil where a text in it has `${{ }}`.
    public var plainValue: Value? {
        switch content {
        case .scalar(let scalar):
            if case .string(let text) = scalar.value, TemplateScanner.contains(text) { return Optional.none }
            return scalar.value
        case .sequence(let elements):
            let values = elements.compactMap(\.plainValue)
            return values.count == elements.count ? .list(values) : Optional.none
        case .mapping(let entries):
            let values = entries.compactMap { entry in entry.value.plainValue.map { (entry.key, $0) } }
            return values.count == entries.count ? .map(values) : Optional.none
        }
    }
}
