import Domain
import Relays
import Testing

@Suite struct RelayBackoffTests {
    private let backoff = RelayBackoff(RelayLimits())

    private func pause(_ failures: Int, _ dice: [UInt8], _ failure: RelayFailure = .busy) -> Duration {
        backoff.pause(after: failure, failures, dice: dice)
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (1_000_000, 60)])
    func `the ceiling doubles from a second to a minute, and the dice decide below it`(_ failures: Int, _ seconds: Int)
    {
        let milliseconds = UInt64(seconds) * 1_000
        func dice(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
        #expect(pause(failures, dice(0)) == .zero)
        #expect(pause(failures, dice(milliseconds)) == .seconds(seconds))
        #expect(pause(failures, dice(milliseconds + 1)) == .zero)
        #expect(pause(failures, dice(milliseconds / 2)) == .milliseconds(milliseconds / 2))
    }

    @Test func `a receiver's wish to wait is honoured, up to an hour`() {
        let error = RelayFailure.busy.error
        let none = [UInt8](repeating: 0, count: 8)
        #expect(pause(1, none, .transient(error, retryAfter: .seconds(17))) == .seconds(17))
        #expect(pause(1, none, .transient(error, retryAfter: .seconds(900_000))) == .seconds(3_600))
    }

    @Test func `a refusal is left alone for minutes`() {
        #expect(pause(1, [], .wrongKey) == .seconds(300))
        #expect(pause(9, [], .wrongKey) == .seconds(300))
    }
}
