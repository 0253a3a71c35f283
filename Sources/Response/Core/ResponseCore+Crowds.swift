import Domain

// Of many that a guard holds one tells. Where it could not, another one has to.
extension ResponseCore {
    /// Of each crowd whose last teller could not tell: the oldest run that left it to others. Where its message comes to
    /// nothing at once, the next. No run is told to while others are being told what lets a device in, or are taken up.
    mutating func tellOfCrowds(at now: Instant, in turn: inout Turn) {
        guard !isTakingUp, !isTellingOfLift else { return }
        while !untoldCrowds.isEmpty {
            let key = untoldCrowds.removeFirst()
            let silent = crowd.untold(key, at: now).compactMap { runs[$0] }.filter(\.leavesItToOthers)
            for run in silent.sorted(by: { ($0.started, $0.id) < ($1.started, $1.id) }) {
                advance(run.id, at: now, in: &turn) { $0.tellAfterAll() }
                // It tells, or something holds its message: the others would fare alike.
                guard runs[run.id]?.crowd?.telling == .nothing else { break }
            }
        }
    }
}
