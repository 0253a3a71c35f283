import CDispatch
import Domain
import Foundation
import Ports

/// The machine's clock: the one place of the product that reads it.
struct SystemSurroundings: Surroundings {
    func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanosecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    func sleep(until deadline: Instant) async {
        // Cancelled or not, the caller looks at the clock again.
        try? await Task.sleep(for: max(.zero, deadline - now()))
    }

    /// Bytes that nobody can guess.
    static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
