import Glibc

/// What must hold, whatever the input. libFuzzer counts the end of the process as a finding.
enum Rule {
    static func require(_ holds: Bool, _ rule: @autoclosure () -> String) {
        precondition(holds, "broken: \(rule())")
    }

    /// What it takes in this thread alone: what else the machine does makes no finding.
    /// The second is far above what the limits promise: the build measures coverage and memory, which makes it ten
    /// times slower.
    static func requireQuick<Result>(_ what: String, within secondsMax: Double = 1, _ work: () -> Result) -> Result {
        let begun = secondsUsed
        let result = work()
        let seconds = secondsUsed - begun
        require(
            seconds < secondsMax,
            "\(what) takes less than \(secondsMax) s of processor time, but took \(seconds) s"
        )
        return result
    }

    private static var secondsUsed: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
