internal import CEL
private import JSON

/// How values are written in text: what stands in `"${{ … }}"`.
enum ValueText {
    /// A text as it is, a time as RFC 3339, a length of time as `1.5s`, lists and maps as compact JSON.
    static func text(_ value: Value) -> String {
        switch value {
        case .string(let text): text
        case .null, .bool, .int, .uint, .double, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional,
            .opaque:
            unquoted(value) ?? JSONText.string(plain(value))
        }
    }

    /// Plain data: an object becomes a map of the fields that it has.
    static func plain(_ value: Value) -> Value {
        switch value {
        case .object(let object):
            let fields = object.objectType.fields
            return .map(
                fields.indices.compactMap { index in object.field(index).map { (fields[index].name, plain($0)) } }
            )
        case .list(let elements): return .list(elements.map(plain))
        case .map(let map): return .map(plain(map))
        case .optional(let content): return content.map(plain) ?? .null
        case .opaque(let opaque): return .string(opaque.description)
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type: return value
        }
    }

    private static func plain(_ map: MapValue) -> MapValue {
        let entries = map.entries.map { (key: $0.key, value: plain($0.value)) }
        return MapValue(entries: entries) ?? map
    }

    /// What needs no structure around it; nil for lists, maps and objects.
    private static func unquoted(_ value: Value) -> String? {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): "\(number)"
        case .uint(let number): "\(number)"
        case .double(let number): DoubleText.plain(number)
        case .string(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .timestamp(let time): time.description
        case .duration(let span): span.description
        case .type(let name): name.description
        case .opaque(let value): value.description
        case .optional(let content): content.map(text) ?? "null"
        case .list, .map, .object: nil
        }
    }
}
