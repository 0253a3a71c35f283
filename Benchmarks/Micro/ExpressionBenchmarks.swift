import Benchmark
import CEL
import Conditions

func registerExpressionBenchmarks() {
    evaluating("cel-true", .typed(Condition.matching), expecting: true)
    evaluating("cel-false", .typed(Condition.other), expecting: false)
    evaluating("cel-open", .open(Condition.matching), expecting: true)
    evaluating("cel-list-100", .searching(100), expecting: false)
    evaluating("cel-list-10000", .searching(10_000), expecting: false, scale: .one)

    Benchmark("cel-compile") { benchmark in
        let environment = Condition.environment
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try? environment.compile(Condition.source, expecting: .bool)) }
    }
}

private func evaluating(
    _ name: String,
    _ condition: Condition,
    expecting expected: Bool,
    scale: BenchmarkScalingFactor = .kilo
) {
    Benchmark(name, configuration: .init(scalingFactor: scale)) { benchmark in
        precondition(condition.isTrue() == expected, "the condition is \(expected)")
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(condition.isTrue()) }
    }
}
