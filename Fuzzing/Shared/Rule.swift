import Glibc

/// What must hold, whatever the input. libFuzzer counts the end of the process as a finding.
enum Rule {
    static func require(_ holds: Bool, _ rule: @autoclosure () -> String) {
        precondition(holds, "broken: \(rule())")
    }

    /// What it takes in this thread alone: what else the machine does makes no finding.
    /// No measure of speed, which a slow machine would fail: far above what the limits promise, though the build measures
    /// coverage and memory and is ten times slower, and far below the minutes of what grows with the square of its input.
    static func requireQuick<Result>(_ what: String, _ work: () -> Result) -> Result {
        let begun = secondsUsed
        let result = work()
        let seconds = secondsUsed - begun
        require(
            seconds < secondsMax,
            "\(what) takes less than \(secondsMax) s of processor time, but took \(seconds) s"
        )
        return result
    }

    private static let secondsMax = 5.0

    private static var secondsUsed: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
