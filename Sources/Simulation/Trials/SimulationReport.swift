/// What `cordon-simulate` prints.
package enum SimulationReport {
    /// The figures, and of the first failures all that it takes to see them again.
    package static func text(_ result: Campaign.Result) -> String {
        let rate = Int(result.seedsPerSecond.rounded())
        let head = "\(result.seedsCount) seeds in \(seconds(result.took)) s, \(rate) a second"
        guard result.failuresCount > 0 else { return "\(head): all hold\n" }
        let failures = result.failures.map(text).joined()
        return "\(head): \(result.failuresCount) do NOT hold\n\(failures)"
    }

    package static func text(_ failure: Campaign.Failure) -> String {
        let sentences = failure.violations.map { "  \($0)\n" }.joined()
        return "\nseed \(failure.seed)\n\(sentences)  replay: cordon-simulate --seed \(failure.seed) --story\n"
    }

    /// With one place after the point.
    private static func seconds(_ took: Duration) -> String {
        let tenths = Int((took / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
