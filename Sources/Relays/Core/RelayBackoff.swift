import Domain

/// How long a relay waits before it tries again.
package struct RelayBackoff: Sendable {
    private let limits: RelayLimits

    package init(_ limits: RelayLimits) { self.limits = limits }

    /// After so many failures in a row, 1 or more; `dice` are 8 bytes of chance.
    package func pause(after failure: RelayFailure, _ failures: Int, dice: [UInt8]) -> Duration {
        switch failure {
        case .refused: return limits.refusedPause
        case .transient(_, let retryAfter):
            let wish = min(retryAfter ?? .zero, limits.retryAfterMax)
            return max(wish, drawn(from: ceiling(failures), dice))
        }
    }

    private func ceiling(_ failures: Int) -> Duration {
        // Beyond this the maximum is reached anyway, and a shift would overflow.
        min(limits.pauseMax, limits.pauseFirst * (1 << min(failures - 1, 20)))
    }

    /// Evenly from zero up to the ceiling.
    private func drawn(from ceiling: Duration, _ dice: [UInt8]) -> Duration {
        let number = dice.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return .milliseconds(Int64(number % UInt64(ceiling.milliseconds + 1)))
    }
}
