import CEL

/// What holds of every value that an expression has.
struct ValueRules {
    private let value: Value

    init(_ value: Value) { self.value = value }

    func examine(as type: CELType) {
        examineType(type)
        let copy = value
        Rule.require(copy == value && copy.hashValue == value.hashValue, "a value equals itself")
        let text = Rule.requireQuick("describing a value") { value.description }
        Rule.require(text.utf8.count < Self.textBytesMax, "a description has \(text.utf8.count) bytes")
        if text.utf8.count <= LanguageLimits.sourceBytesMax, isWritable(value) { examineSpelling(text) }
    }

    /// Sixteen bytes for each step, quoted, and the marks around what has no bytes of its own.
    private static let textBytesMax = Program.costLimitDefault * 100

    private func examineType(_ type: CELType) {
        guard let name = Self.typeName(of: type), name != value.typeName else { return }
        Rule.require(value == .null && Self.isNullable(type), "the value of a \(type) is a \(value.typeName)")
    }

    /// The type that a value has at run time, where that does not depend on the value.
    private static func typeName(of type: CELType) -> TypeName? {
        switch type {
        case .dyn, .parameter: nil
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list: .list
        case .map: .map
        case .type: .type
        case .object(let type): TypeName(type.name)
        case .opaque(let name, _): TypeName(name)
        case .wrapper(let inner): typeName(of: inner)
        }
    }

    private static func isNullable(_ type: CELType) -> Bool {
        switch type {
        case .object, .opaque, .timestamp, .duration, .wrapper: true
        default: false
        }
    }

    /// Whether its description is an expression: objects and types may have names that nobody declares.
    private func isWritable(_ value: Value) -> Bool {
        switch value {
        case .object, .opaque, .type: false
        case .list(let elements): elements.allSatisfy(isWritable)
        case .map(let map): map.entries.allSatisfy { isWritable($0.value) }
        case .optional(let content): content.map(isWritable) ?? true
        default: true
        }
    }

    /// A description is what one would write for the value.
    private func examineSpelling(_ text: String) {
        do throws(CompileFailure) {
            let environment = Environment()
            let program = try environment.compile(text)
            let again = try? program.evaluate(Bindings(environment))
            Rule.require(again == value, "\(text) reads back as \(again.debugDescription)")
        } catch {
            // A value nests as deep as the expression that made it; written out, a timestamp is one level deeper.
            Rule.require(error.problems[0].code == .tooLarge, "\(text) is no expression: \(error)")
        }
    }
}
