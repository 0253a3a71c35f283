/// What putting things in order takes.
enum Sorting {
    /// Steps for comparing each thing with as many others as halving takes; each comparison reads no more than the
    /// shorter text.
    static func steps(count: Int, bytesCount: Int) -> Int {
        let rounds = Int.bitWidth - count.leadingZeroBitCount
        let (steps, overflow) = (count + bytesCount / LanguageLimits.bytesPerStep).multipliedReportingOverflow(
            by: rounds
        )
        return overflow ? .max : steps
    }
}
