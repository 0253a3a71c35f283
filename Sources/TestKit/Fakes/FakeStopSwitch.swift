import Ports
import Synchronization

/// A stop switch that a test throws. Nobody notices by the clock: a test wakes the engine itself.
package final class FakeStopSwitch: StopSwitch {
    private let thrown = Mutex(false)

    package init() {}

    package var interval: Duration? { nil }
    package func isThrown() -> Bool { thrown.withLock { $0 } }
    package func set(_ isThrown: Bool) { thrown.withLock { $0 = isThrown } }
}
