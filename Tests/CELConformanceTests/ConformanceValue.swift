import CEL
import Foundation

/// The values and types of the conformance files. Nil for what this library has no counterpart for.
enum ConformanceValue {
    static func value(_ json: JSONValue) -> Value? {
        guard let (kind, content) = json.single else { return nil }
        switch kind {
        case "null": return .null
        case "bool":
            guard case .bool(let value) = content else { return nil }
            return .bool(value)
        case "int": return content.text.flatMap { Int64($0) }.map { .int($0) }
        case "uint": return content.text.flatMap { UInt64($0) }.map { .uint($0) }
        case "double": return double(content).map { .double($0) }
        case "string": return content.text.map { .string($0) }
        case "bytes": return content.text.flatMap { Data(base64Encoded: $0) }.map { .bytes(Array($0)) }
        case "list": return list(content).map { .list($0) }
        case "map": return map(content).map { .map($0) }
        case "type": return content.text.map { .type(TypeName($0)) }
        case "timestamp": return content.text.flatMap { Timestamp($0) }.map { .timestamp($0) }
        case "duration": return content.text.flatMap { TimeSpan($0) }.map { .duration($0) }
        case "object": return content["cel"].flatMap { value($0) }
        default: return nil
        }
    }

    private static func double(_ json: JSONValue) -> Double? {
        if case .number(let value) = json { return value }
        return json.text.flatMap { Double($0) }
    }

    private static func list(_ json: JSONValue) -> [Value]? {
        let elements = json.array.compactMap { value($0) }
        return elements.count == json.array.count ? elements : nil
    }

    private static func map(_ json: JSONValue) -> MapValue? {
        let pairs = json.array.compactMap { pair -> (key: Value, value: Value)? in
            guard let key = value(pair.array[0]), let value = value(pair.array[1]) else { return nil }
            return (key, value)
        }
        return pairs.count == json.array.count ? MapValue(entries: pairs) : nil
    }

    static func type(_ json: JSONValue) -> CELType? {
        if let name = json.text { return simple[name] }
        if case .array(let params)? = json["params"], let name = json["abstract"]?.text {
            let types = params.compactMap { type($0) }
            return types.count == params.count ? .opaque(name, types) : nil
        }
        guard let (kind, content) = json.single else { return nil }
        switch kind {
        case "list": return type(content).map { .list($0) }
        case "map":
            guard let key = type(content.array[0]), let value = type(content.array[1]) else { return nil }
            return .map(key, value)
        case "type": return type(content).map { .type($0) }
        case "wrapper": return type(content).map { .wrapper($0) }
        case "type_param": return content.text.map { .parameter($0) }
        case "message": return content.text.flatMap { simple[$0] }
        default: return nil
        }
    }

    private static let simple: [String: CELType] = [
        "dyn": .dyn, "null": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string,
        "bytes": .bytes, "timestamp": .timestamp, "duration": .duration,
        "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration, "any": .dyn,
        "google.protobuf.Any": .dyn, "google.protobuf.Value": .dyn, "google.protobuf.Struct": .map(.string, .dyn),
        "google.protobuf.ListValue": .list(.dyn), "google.protobuf.BoolValue": .wrapper(.bool),
        "google.protobuf.BytesValue": .wrapper(.bytes), "google.protobuf.DoubleValue": .wrapper(.double),
        "google.protobuf.FloatValue": .wrapper(.double), "google.protobuf.Int32Value": .wrapper(.int),
        "google.protobuf.Int64Value": .wrapper(.int), "google.protobuf.StringValue": .wrapper(.string),
        "google.protobuf.UInt32Value": .wrapper(.uint), "google.protobuf.UInt64Value": .wrapper(.uint),
    ]

    /// The same value of the same type, all through; the order of a map's entries is not part of it.
    static func areSame(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { areSame($0, $1) }
        case (.map(let left), .map(let right)):
            left.count == right.count
                && left.entries.allSatisfy { entry in right[entry.key].map { areSame(entry.value, $0) } ?? false }
        case (.double(let left), .double(let right)):
            left == right ? left.sign == right.sign : left.isNaN && right.isNaN
        default: left == right && left.typeName == right.typeName
        }
    }
}
