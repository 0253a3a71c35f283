import CEL

/// An object whose fields are given by name.
final class Thing: Object {
    static let part = ObjectType("Part", fields: [("id", .string), ("count", .int)])
    static let plant = ObjectType(
        "Plant",
        fields: [
            ("name", .string), ("level", .double), ("limit", .wrapper(.int)), ("tags", .list(.string)),
            ("part", .object(part)), ("parts", .list(.object(part))), ("data", .dyn), ("seen", .timestamp),
            ("by", .map(.string, .object(part))),
        ]
    )

    let objectType: ObjectType
    private let values: [Value?]

    init(_ type: ObjectType, _ values: [String: Value]) {
        objectType = type
        self.values = type.fields.map { values[$0.name] }
    }

    func field(_ index: Int) -> Value? { values[index] }

    func test(_ index: Int, _ test: borrowing TextTest) -> Bool? {
        if case .string(let text)? = values[index] { test.holds(text) } else { nil }
    }
}

/// A map that is read where it lies.
final class Document: MapSource {
    private let pairs: [(String, Value)]

    init(_ pairs: [(String, Value)]) { self.pairs = pairs }

    var count: Int { pairs.count }
    var entries: [MapValue.Entry] { pairs.map { MapValue.Entry(key: .string($0.0), value: $0.1) } }

    func value(_ key: String) -> Value? {
        // Not a conditional expression: there `nil` would be the value null.
        for (name, value) in pairs where UTF8Text.areEqual(name, key) { return value }
        return Optional.none
    }

    func test(_ key: String, _ test: borrowing TextTest) -> Bool? {
        if case .string(let text)? = value(key) { test.holds(text) } else { nil }
    }
}
