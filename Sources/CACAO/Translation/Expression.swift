internal import CEL
internal import JSON

/// Pieces of Cordon's expression language, as text.
enum Expression {
    /// A text between double quotes.
    static func literal(_ text: String) -> String { JSONText.string(.string(text)) }

    static func literal(_ number: Double) -> String { DoubleText.literal(number) }

    static func literal(_ value: Value) -> String {
        switch value {
        case .string(let text): literal(text)
        case .double(let number): literal(number)
        case .null: "null"
        case .bool, .int, .uint, .list, .map, .bytes, .timestamp, .duration, .type, .object, .optional, .opaque:
            JSONText.string(value)
        }
    }

    /// How a step is called in expressions.
    static func step(_ id: String) -> String { "steps." + id.map { $0 == "-" ? "_" : $0 } }

    /// A text in which nothing is an expression, whatever it holds.
    static func inert(_ text: String) -> String {
        // By scalars, for a mark may join the last brace.
        String(text.unicodeScalars.replacing("${{".unicodeScalars, with: "${{ \"${{\" }}".unicodeScalars))
    }
}
