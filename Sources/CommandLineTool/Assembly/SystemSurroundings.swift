import CDispatch
import Domain
import Foundation
import Ports
import Synchronization

/// The machine's clocks and its randomness: the one place of the product that reads them.
struct SystemSurroundings: Surroundings {
    /// One for the process, so that all of it counts by the same time.
    private static let steady = Mutex(SteadyTime(wall: wall, elapsed: elapsed))

    private static var wall: Instant { Instant(nanosecondsSinceEpoch: read(CLOCK_REALTIME)) }
    /// Nobody sets this clock, and it goes on while the machine is suspended.
    private static var elapsed: Duration { .nanoseconds(read(CLOCK_BOOTTIME)) }

    func now() -> Instant { Self.steady.withLock { $0.now(wall: Self.wall, elapsed: Self.elapsed) } }

    func wallClock() -> Instant { Self.wall }

    func sleep(until deadline: Instant) async {
        // The engine's time may pass more slowly than the sleep's, so that one is not always enough.
        while !Task.isCancelled {
            let rest = deadline - now()
            guard rest > .zero else { return }
            try? await Task.sleep(for: max(rest, .milliseconds(1)))
        }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    func randomBytes(_ count: Int) -> [UInt8] { Self.randomBytes(count) }

    static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
