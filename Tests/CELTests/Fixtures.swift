import CEL

/// A small world to write conditions about.
enum Fixtures {
    static let device = ObjectType(
        "Device",
        fields: [("id", .string), ("tags", .list(.string)), ("group", .string), ("seen", .timestamp)]
    )
    static let event = ObjectType(
        "Event",
        fields: [
            ("metric", .string), ("value", .double), ("thing", .string), ("severity", .string), ("data", .dyn),
            ("device", .object(device)),
        ]
    )
    static let environment = Environment(
        variables: [("event", .object(event)), ("device", .object(device)), ("now", .timestamp), ("any", .dyn)]
    )

    static let lamp = Record(device, ["id": "lamp-1", "tags": ["life-safety", "floor-2"], "group": "lamps"])
    static let violation = Record(
        event,
        [
            "metric": "aws:message-byte-size", "value": 150_000.0, "thing": "sensor-7",
            "data": ["port": 22, "list": [1, 2, 3]], "device": .object(lamp),
        ]
    )

    static var bindings: Bindings {
        var bindings = Bindings(environment)
        bindings["event"] = .object(violation)
        bindings["device"] = .object(lamp)
        bindings["now"] = Timestamp("2026-01-02T03:04:05Z").map { .timestamp($0) }
        return bindings
    }

    /// The value of an expression about them.
    static func evaluate(_ source: String) throws -> Value {
        try environment.compile(source).evaluate(bindings)
    }

    /// What the compiler says about an expression; empty where it says nothing.
    static func problems(_ source: String, expecting: CELType? = nil) -> [Problem] {
        do throws(CompileFailure) {
            _ = try environment.compile(source, expecting: expecting)
            return []
        } catch {
            return error.problems
        }
    }

    /// The failure of an expression that compiles, or nil where it succeeds.
    static func failure(_ source: String, costLimit: Int = Program.costLimitDefault) throws -> EvaluationError? {
        let program = try environment.compile(source)
        do throws(EvaluationError) {
            _ = try program.evaluate(bindings, costLimit: costLimit)
            return nil
        } catch {
            return error
        }
    }
}

/// An object whose fields are given by name.
final class Record: Object {
    let objectType: ObjectType
    let values: [Value?]

    init(_ type: ObjectType, _ values: [String: Value]) {
        objectType = type
        self.values = type.fields.map { values[$0.name] }
    }

    func field(_ index: Int) -> Value? { values[index] }
}
