import Ports
import Synchronization

/// A stop switch that a test throws. Nobody notices by the clock: a test wakes the engine itself.
package final class FakeStopSwitch: StopSwitch {
    private let thrown = Mutex(false)
    private let written = Mutex("")

    package init() {}

    package var interval: Duration? { nil }
    package func isThrown() -> Bool { thrown.withLock { $0 } }
    package func words() -> String { written.withLock { $0 } }

    package func set(_ isThrown: Bool, _ words: String = "") {
        written.withLock { $0 = words }
        thrown.withLock { $0 = isThrown }
    }
}
