public import CEL
import JSON

/// The condition of the performance page, and what it is evaluated over. The peers evaluate the same text over the same
/// values: see `harness/peers.py`.
public struct Condition {
    public static let source =
        #"event.metric == "bytes-out" && event.value > 100000 && event.thing.startsWith("sensor-")"#

    public let program: Program
    public let bindings: Bindings

    /// Over an event of declared fields, read from its JSON where that lies.
    public static func typed(_ json: String) -> Condition {
        guard let event = JSONRecord(parsed(json).root, as: type) else { fatalError("the event is an object") }
        return Condition(source, .object(event), environment)
    }

    /// Over an event of which nothing is declared.
    public static func open(_ json: String) -> Condition {
        Condition(source, Value(reading: parsed(json).root), Environment(variables: [("event", .dyn)]))
    }

    /// Over a list of so many numbers, none of which is the one that it looks for.
    public static func searching(_ count: Int) -> Condition {
        let environment = Environment(variables: [("event", .list(.int))])
        let numbers = (0..<count).map { Value.int(Int64($0)) }
        return Condition("event.exists(x, x + 1 == 0)", .list(numbers), environment)
    }

    public static let matching = #"{"metric": "bytes-out", "value": 250000, "thing": "sensor-17"}"#
    public static let other = #"{"metric": "messages", "value": 250000, "thing": "sensor-17"}"#

    private static let type = ObjectType("event", fields: [("metric", .string), ("value", .dyn), ("thing", .string)])
    public static let environment = Environment(variables: [("event", .object(type))])

    private init(_ source: String, _ event: Value?, _ environment: Environment) {
        do {
            program = try environment.compile(source, expecting: .bool)
        } catch {
            fatalError("the condition does not compile: \(error)")
        }
        var bindings = Bindings(environment)
        bindings["event"] = event
        self.bindings = bindings
    }

    private static func parsed(_ json: String) -> JSONDocument {
        do {
            return try JSONDocument.parse(Array(json.utf8))
        } catch {
            fatalError("the event is not JSON: \(error)")
        }
    }

    public func isTrue() -> Bool? {
        // More steps than any of these takes: what is measured is not the limit.
        try? program.isTrue(bindings, costLimit: 10_000_000)
    }
}
