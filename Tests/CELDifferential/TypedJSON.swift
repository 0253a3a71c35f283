import CEL
import Foundation
import JSON

/// Values and types in JSON, with nothing lost: `{"uint": "5"}`, `{"list": [{"double": "NaN"}]}`, and for types
/// `{"map": ["int", "dyn"]}`.
///
/// - Source: the shape in which Google's conformance tests are kept; see `ConformanceValue`.
enum TypedJSON {
    static func encoded(_ value: Value) -> Value {
        switch value {
        case .null: .map([("null", .bool(true))])
        case .bool: .map([("bool", value)])
        case .int(let number): .map([("int", .string(String(number)))])
        case .uint(let number): .map([("uint", .string(String(number)))])
        case .double(let number): .map([("double", encoded(number))])
        case .string: .map([("string", value)])
        case .bytes(let bytes): .map([("bytes", .string(Data(bytes).base64EncodedString()))])
        case .list(let elements): .map([("list", .list(elements.map { encoded($0) }))])
        case .map(let map):
            .map([("map", .list(map.entries.map { .list([encoded($0.key), encoded($0.value)]) }))])
        case .timestamp(let time): .map([("timestamp", .string(time.description))])
        case .duration(let span): .map([("duration", .string(span.description))])
        case .type(let name): .map([("type", .string(name.description))])
        case .optional(let content): .map([("optional", content.map { encoded($0) } ?? .null)])
        case .object, .opaque: .map([("opaque", .string(value.description))])
        }
    }

    private static func encoded(_ number: Double) -> Value {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number == 0 && number.sign == .minus ? "-0.0" : .double(number)
    }

    static func encoded(_ type: CELType) -> Value {
        switch type {
        case .list(let element): .map([("list", encoded(element))])
        case .map(let key, let value): .map([("map", .list([encoded(key), encoded(value)]))])
        case .type(let inner): .map([("type", encoded(inner))])
        case .wrapper(let inner): .map([("wrapper", encoded(inner))])
        case .opaque(let name, let parameters):
            .map([("abstract", .string(name)), ("params", .list(parameters.map { encoded($0) }))])
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object, .parameter:
            .string(type.description)
        }
    }
}

extension TypedJSON {
    static func value(_ json: JSONElement) -> Value? {
        guard let (kind, content) = json.members.first(where: { _ in true }) else { return nil }
        switch kind {
        case "null": return Value.null
        case "bool": return content.bool.map { .bool($0) }
        case "int": return content.string.flatMap { Int64($0) }.map { .int($0) }
        case "uint": return content.string.flatMap { UInt64($0) }.map { .uint($0) }
        case "double": return (content.double ?? content.string.flatMap { Double($0) }).map { .double($0) }
        case "string": return content.string.map { .string($0) }
        case "bytes": return content.string.flatMap { Data(base64Encoded: $0) }.map { .bytes(Array($0)) }
        case "list": return list(content).map { .list($0) }
        case "map": return map(content).map { .map($0) }
        case "timestamp": return content.string.flatMap { Timestamp($0) }.map { .timestamp($0) }
        case "duration": return content.string.flatMap { TimeSpan($0) }.map { .duration($0) }
        default: return Optional.none
        }
    }

    private static func list(_ json: JSONElement) -> [Value]? {
        var elements: [Value] = []
        for item in json.items {
            guard let element = value(item) else { return nil }
            elements.append(element)
        }
        return elements
    }

    private static func map(_ json: JSONElement) -> MapValue? {
        var entries: [(key: Value, value: Value)] = []
        for item in json.items {
            guard let pair = list(item), pair.count == 2 else { return nil }
            entries.append((pair[0], pair[1]))
        }
        return MapValue(entries: entries)
    }

    static func type(_ json: JSONElement) -> CELType? {
        if let name = json.string { return simple[name] }
        if json["list"].exists { return type(json["list"]).map { .list($0) } }
        let parameters = json["map"].items.compactMap { type($0) }
        return parameters.count == 2 ? .map(parameters[0], parameters[1]) : nil
    }

    private static let simple: [String: CELType] = Dictionary(
        uniqueKeysWithValues: [
            CELType.dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
        ].map { ($0.description, $0) }
    )
}
