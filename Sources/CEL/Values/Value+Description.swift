extension Value: CustomStringConvertible {
    /// As one would write it: `"a\n"`, `b"\xff"`, `1u`, `[1, 2]`, `{"k": 1.0}`.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): DoubleText.literal(value)
        case .string(let value): Quoting.quoted(value)
        case .bytes(let value): Quoting.quoted(value)
        case .list(let value): "[\(value.map(\.description).joined(separator: ", "))]"
        case .map(let value): "{\(value.entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .timestamp(let value): "timestamp(\"\(value)\")"
        case .duration(let value): "duration(\"\(value)\")"
        case .type(let value): value.description
        case .object(let value): Self.describe(value)
        case .optional(let value): value.map { "optional.of(\($0))" } ?? "optional.none()"
        case .opaque(let value): value.description
        }
    }

    private static func describe(_ object: any Object) -> String {
        let fields = object.objectType.fields.enumerated().compactMap { index, field in
            object.field(index).map { "\(field.name): \($0)" }
        }
        return "\(object.objectType.name){\(fields.joined(separator: ", "))}"
    }
}
