import Benchmark
import Ledger
import Logs

private let entriesCount = 1_000

func registerLedgerBenchmarks() {
    Benchmark("ledger-append") { benchmark in
        let record = Log.record
        var writer = Log.writer()
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(writer.append([record], salting: Log.salt)) }
    }

    Benchmark("ledger-verify") { benchmark in
        var writer = Log.writer()
        let entries = writer.append(Array(repeating: Log.record, count: entriesCount), salting: Log.salt)
        precondition(benchmark.scaledIterations.count == entriesCount, "one repetition is one entry")
        benchmark.startMeasurement()
        var verifier = LedgerVerifier(origin: Log.origin, keys: [], signer: .beginning(of: Log.origin))
        for entry in entries { verifier.take(entry: entry.sequence, bytes: entry.bytes, leafHash: entry.leafHash) }
        benchmark.stopMeasurement()
        precondition(verifier.finish().verdict == .sound, "the log is sound")
    }

    registerHashBenchmark(entry: Log.firstEntry)
}
