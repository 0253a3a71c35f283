public import CEL

/// A value of a playbook with expressions in it, parsed and checked: `fleet/${{ device.id }}/command`.
///
/// A text that is exactly one `${{ … }}` keeps the expression's type; any other text with expressions is text.
/// What an expression yields is never scanned again: a `${{` that comes out of an event stays text. To write a
/// `${{` of one's own: `${{ "${{" }}`.
public struct Template: Sendable {
    /// Where a rendered value goes, which decides how what expressions yield is written.
    public enum Place: Hashable, Sendable {
        /// Text for people: the result is a text.
        case text
        /// An MQTT topic: the result is a text; what expressions yield is percent-encoded so that it stays within
        /// its level.
        case topic
        /// The path of a URL: the result is a text; what expressions yield is percent-encoded so that it stays within
        /// its segment.
        case path
        /// Data: types are kept.
        case value
    }

    indirect enum Form: Sendable {
        case literal(Value)
        case expression(Program)
        case text([Piece])
        case list([Template])
        case mapping([(key: String, template: Template)])
    }

    enum Piece: Sendable {
        case literal(String)
        case expression(Program)
    }

    let form: Form

    init(_ form: Form) { self.form = form }

    /// A template without expressions.
    public static func literal(_ value: Value) -> Self { Self(.literal(value)) }

    /// One expression by itself.
    public static func expression(_ program: Program) -> Self { Self(.expression(program)) }

    /// The value, where it has no expressions.
    public var constant: Value? {
        if case .literal(let value) = form { value } else { nil }
    }

    /// Every expression in it, in the order of the text.
    public var programs: [Program] {
        switch form {
        case .literal: []
        case .expression(let program): [program]
        case .text(let pieces): pieces.compactMap(\.program)
        case .list(let elements): elements.flatMap(\.programs)
        case .mapping(let entries): entries.flatMap(\.template.programs)
        }
    }

    /// What it yields, as far as is known before it is rendered.
    var type: CELType {
        switch form {
        case .literal(.string), .text: .string
        case .literal(.bool): .bool
        case .literal(.int): .int
        case .literal(.double): .double
        case .literal, .list, .mapping: .dyn
        case .expression(let program): program.resultType
        }
    }
}

extension Template.Piece {
    var literal: String? {
        if case .literal(let text) = self { text } else { nil }
    }

    var program: Program? {
        if case .expression(let program) = self { program } else { nil }
    }
}
