/// Optional values. What looks into them, `.?` and `[?]`, is in nodes of its own.
///
/// - Source: cel-spec, "Optional values"; cel-go, `cel.OptionalTypes`.
enum OptionalLibrary {
    private static let a = CELType.parameter("A")
    private static let b = CELType.parameter("B")
    private static let optional = CELType.optional(a)

    static let functions: [Function] = [
        Function("optional.of", [Overload(.global, [a], optional, .unary { .optional($0) })]),
        Function(
            "optional.ofNonZeroValue",
            [Overload(.global, [a], optional, .unary { .optional($0.isZero ? Value?.none : $0) })]
        ),
        Function("optional.none", [Overload(.global, [], optional, .variadic { _ in .optional(Value?.none) })]),
        Function("hasValue", [reader(.bool) { content throws(Fault) in .bool(content != nil) }]),
        Function("value", [reader(a) { content throws(Fault) in try some(content, "value()") }]),
        Function("optional.unwrap", [unwrapping(.global)]),
        Function("unwrapOpt", [unwrapping(.member)]),
        Function("first", [end("first") { $0.first }]),
        Function("last", [end("last") { $0.last }]),
        Function(Operator.optionalIndex, optionalIndex),
        Function(Operator.index, indexOfOptional),
        Function("or", [alternative(optional)]),
        Function("orValue", [alternative(a)]),
    ]

    private static func reader(
        _ result: CELType,
        _ read: @escaping @Sendable (Value?) throws(Fault) -> Value
    ) -> Overload {
        Overload(
            .member,
            [optional],
            result,
            .unary { value throws(Fault) in
                guard case .optional(let content) = value else { return nil }
                return try read(content)
            }
        )
    }

    private static func some(_ content: Value?, _ function: String) throws(Fault) -> Value {
        guard let content else { throw Fault(.badArgument, "\(function) of an optional that has none") }
        return content
    }

    /// The values of those of a list that have one.
    private static func unwrapping(_ style: Overload.Style) -> Overload {
        Overload(
            style,
            [.list(optional)],
            .list(a),
            .unary { value throws(Fault) in
                guard case .list(let elements) = value else { return nil }
                var result: [Value] = []
                for element in elements {
                    guard case .optional(let content) = element else {
                        throw Fault(
                            .noSuchOverload,
                            "a list of optionals is wanted, but a \(element.typeName) is in it"
                        )
                    }
                    if let content { result.append(content) }
                }
                return .list(result)
            }
        )
    }

    private static func end(_ name: String, _ pick: @escaping @Sendable ([Value]) -> Value?) -> Overload {
        Overload(
            .member,
            [.list(a)],
            optional,
            .unary { value in
                guard case .list(let elements) = value else { return nil }
                return .optional(pick(elements))
            }
        )
    }

    /// The signatures of `[?]` on lists and maps, and of `[]` on optionals of them.
    private static let optionalIndex: [Overload] =
        [signature([.list(a), .int], optional), signature([.map(a, b), a], .optional(b))] + indexOfOptional

    private static let indexOfOptional: [Overload] = [
        signature([.optional(.list(a)), .int], optional), signature([.optional(.map(a, b)), a], .optional(b)),
    ]

    /// `or` and `orValue`: their signature. What they do is in a node of its own, which looks at the second only where
    /// the first has no value.
    private static func alternative(_ second: CELType) -> Overload {
        Overload(.member, [optional, second], second) { _ in nil }
    }

    private static func signature(_ parameters: [CELType], _ result: CELType) -> Overload {
        Overload(.global, parameters, result) { _ in nil }
    }
}

extension Value {
    /// Whether it is what a field of its type holds before anybody sets it.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .bytes(let value): value.isEmpty
        case .list(let value): value.isEmpty
        case .map(let value): value.isEmpty
        case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
        case .duration(let value): value.nanoseconds == 0
        case .object(let object): object.objectType.fields.indices.allSatisfy { object.field($0) == nil }
        case .type, .optional, .opaque: false
        }
    }
}
