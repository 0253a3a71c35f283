import Domain
import Ports

/// The file STOP of a world: whoever stands at the machine throws it and takes it back, whatever the engine does.
final class ModelSwitch: StopSwitch {
    private let chronicle: Chronicle
    private let thrown = Confined(false)

    init(_ chronicle: Chronicle) { self.chronicle = chronicle }

    /// Looked at twice a second in the time in which somebody is there to throw it. For ever would be too much for a
    /// world that lasts a day.
    let isWatched = Confined(false)

    var interval: Duration? { isWatched.value ? .milliseconds(500) : nil }

    func isThrown() -> Bool { thrown.value }

    func set(_ isThrown: Bool) {
        thrown.value = isThrown
        chronicle.note(.switched(isThrown: isThrown))
    }
}
