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

    indirect enum Piece: Sendable {
        case literal(String)
        case expression(Program)
        /// `${{ inputs.x }}` by itself in a topic or a path: the pieces of the input's own value, whose slashes are its
        /// author's. A call that gives the input another value puts another piece in its place.
        case input(Program, name: String, standard: [Piece])
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
        case .text(let pieces): pieces.flatMap(\.resolved).compactMap(\.program)
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

    /// Without inputs: their own values where they stand.
    var resolved: [Template.Piece] {
        if case .input(_, _, let standard) = self { standard } else { [self] }
    }

    /// With what a call gives an input, or the input's own value where it gives none.
    func giving(_ given: [String: Template.Given]) -> [Template.Piece] {
        guard case .input(let program, let name, let standard) = self else { return [self] }
        return switch given[name] {
        case .constant(let text): [.literal(text)]
        case .computed: [.expression(program)]
        case nil: standard
        }
    }
}

extension Template {
    /// What a call gives an input.
    enum Given {
        /// As its author wrote it, slashes and all.
        case constant(String)
        /// What the input comes to in a run; it stays within its part.
        case computed
    }

    /// As part of a call that gives some inputs a value of its own.
    func giving(_ given: [String: Given]) -> Template {
        guard case .text(let pieces) = form else { return self }
        return Template(.text(pieces.flatMap { $0.giving(given) }))
    }

    static func given(_ arguments: [Call.Argument]) -> [String: Given] {
        var given: [String: Given] = [:]
        for argument in arguments where !argument.isStandard {
            given[argument.name] = argument.template.constant.map { .constant(ValueText.text($0)) } ?? .computed
        }
        return given
    }
}
