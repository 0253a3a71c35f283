import Benchmark

/// What the harness reads of these is wall-clock time per repetition, in nanoseconds. One sample is a thousand
/// repetitions, so a clock's own cost does not show, and a percentile is one of such means.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock],
        timeUnits: .nanoseconds,
        warmupIterations: 3,
        scalingFactor: .kilo,
        maxDuration: .seconds(3),
        maxIterations: 5_000
    )
    registerEventBenchmarks()
    registerExpressionBenchmarks()
    registerLedgerBenchmarks()
}
