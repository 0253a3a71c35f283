import Benchmark
import Crypto
import Ledger

/// What no log of this shape can do without: each entry is hashed, and so is one inner node for each.
func registerHashBenchmark(entry: StoredEntry) {
    Benchmark("ledger-sha256") { benchmark in
        let leaf = [0] + entry.bytes
        let node = [UInt8](repeating: 1, count: 65)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            blackHole(SHA256.hash(data: leaf))
            blackHole(SHA256.hash(data: node))
        }
    }
}
