import Benchmark
import CEL

/// The condition of the performance page. The peers evaluate the same text over the same values: see
/// `Harness/peers.py`.
private let condition = #"event.metric == "bytes-out" && event.value > 100000 && event.thing.startsWith("sensor-")"#

func registerExpressionBenchmarks() {
    evaluating("cel-true", Reading(metric: "bytes-out", value: 250_000, thing: "sensor-17"), expecting: true)
    evaluating("cel-false", Reading(metric: "messages", value: 250_000, thing: "sensor-17"), expecting: false)

    Benchmark("cel-compile") { benchmark in
        let environment = Reading.environment
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(compiled(in: environment)) }
    }
}

private func evaluating(_ name: String, _ reading: Reading, expecting expected: Bool) {
    Benchmark(name) { benchmark in
        let environment = Reading.environment
        let program = compiled(in: environment)
        var bindings = Bindings(environment)
        bindings["event"] = .object(reading)
        precondition((try? program.isTrue(bindings)) == expected, "the condition is \(expected)")
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try? program.isTrue(bindings)) }
    }
}

private func compiled(in environment: Environment) -> Program {
    do {
        return try environment.compile(condition, expecting: .bool)
    } catch {
        fatalError("the condition does not compile: \(error)")
    }
}

private final class Reading: Object {
    private static let type = ObjectType("event", fields: [("metric", .string), ("value", .dyn), ("thing", .string)])
    static var environment: Environment { Environment(variables: [("event", .object(type))]) }

    private let metric: String
    private let value: Int64
    private let thing: String

    init(metric: String, value: Int64, thing: String) {
        self.metric = metric
        self.value = value
        self.thing = thing
    }

    var objectType: ObjectType { Self.type }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(metric)
        case 1: .int(value)
        case 2: .string(thing)
        default: nil
        }
    }
}
