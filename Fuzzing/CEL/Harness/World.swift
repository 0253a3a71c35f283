import CEL

/// The variables that an expression may read, and their values.
struct World {
    let environment: Environment
    let bindings: Bindings

    /// Typed and untyped, each with values that are ordinary and with values at the edge.
    static let all: [World] = [
        World(isTyped: true, ordinary), World(isTyped: false, ordinary),
        World(isTyped: true, odd), World(isTyped: false, odd),
    ]

    private init(isTyped: Bool, _ values: [String: Value]) {
        let variables = Self.variables.map { ($0.name, isTyped ? $0.type : .dyn) }
        environment = Environment(variables: variables, container: isTyped ? "" : "north.hall")
        var bindings = Bindings(environment)
        for (name, value) in values { bindings[name] = value }
        self.bindings = bindings
    }

    private static let variables: [(name: String, type: CELType)] = [
        ("b", .bool), ("i", .int), ("u", .uint), ("d", .double), ("s", .string), ("y", .bytes),
        ("t", .timestamp), ("span", .duration), ("l", .list(.int)), ("names", .list(.string)),
        ("grid", .list(.list(.int))),
        ("m", .map(.string, .int)), ("n", .map(.int, .list(.string))), ("o", .optional(.int)), ("w", .wrapper(.int)),
        ("plant", .object(Thing.plant)), ("part", .object(Thing.part)), ("doc", .map(.string, .dyn)), ("any", .dyn),
        ("kind", .type(.dyn)), ("missing", .int), ("north.hall.lamp", .string), ("north.door", .bool),
    ]

    private static let bolt = Thing(Thing.part, ["id": "bolt", "count": 3])

    private static let ordinary: [String: Value] = [
        "b": true, "i": 7, "u": .uint(7), "d": 2.5, "s": "abc", "y": .bytes([1, 2, 255]),
        "t": Timestamp(seconds: 1_700_000_000).map(Value.timestamp) ?? .null,
        "span": .duration(TimeSpan(nanoseconds: 90_500_000_000)), "l": [1, 2, 3], "names": ["ab", "cd", ""],
        "grid": [[1, 2], [], [3]], "m": ["a": 1, "b": 2], "n": numbered([1, 2]), "o": .optional(4), "w": 5,
        "plant": .object(plant), "part": .object(bolt), "doc": .map(MapValue(document)),
        "any": ["a": 1, "list": [1, "b", .null], "s": "x"], "kind": .type(.int), "north.hall.lamp": "on",
        "north.door": false,
    ]

    private static let odd: [String: Value] = [
        "b": false, "i": .int(.min), "u": .uint(.max), "d": .double(.nan), "s": "é\u{301}\u{0}😀\r\n\t\"",
        "y": .bytes([]), "t": Timestamp(seconds: Timestamp.secondsRange.lowerBound).map(Value.timestamp) ?? .null,
        "span": .duration(TimeSpan(nanoseconds: .min)), "l": .list((0..<100).map { .int($0) }),
        "names": .list((0..<20).map { .string(String(repeating: "ä", count: $0 * 10)) }), "grid": [],
        "m": .map((0..<40).map { ("k\($0)", .int(.max - $0)) }), "n": numbered([.min, .max, 0]),
        "o": .optional(Value?.none), "w": .null, "plant": .object(Thing(Thing.plant, [:])), "part": .object(bolt),
        "doc": .map(MapValue(Document([]))), "any": .null, "kind": .type(.optional), "north.hall.lamp": "",
        "north.door": true,
    ]

    private static let plant = Thing(
        Thing.plant,
        [
            "name": "north", "level": 0.5, "limit": 9, "tags": ["hot", "loud"], "part": .object(bolt),
            "parts": [.object(bolt), .object(Thing(Thing.part, ["id": ""]))], "data": ["x": [1, 2.5, "z"]],
            "seen": Timestamp(seconds: 0).map(Value.timestamp) ?? .null, "by": ["one": .object(bolt)],
        ]
    )

    private static let document = Document([
        ("text", "some text"), ("number", 12.0), ("none", .null), ("list", [1.0, "two", [true]]),
        ("nested", ["a": "b"]),
    ])

    private static func numbered(_ keys: [Int64]) -> Value {
        .map(MapValue(entries: keys.map { (.int($0), ["x", "y"]) }) ?? MapValue([]))
    }
}
