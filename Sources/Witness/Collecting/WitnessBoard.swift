import Domain
public import Ports
import Synchronization

/// How it stands with every witness. What changes is said in the log once, by who gets it told here.
public final class WitnessBoard: WitnessReporter {
    private let states: Mutex<[WitnessStatus]>

    public init(_ names: [String]) { states = Mutex(names.map(WitnessStatus.init)) }

    public func witnesses() -> [WitnessStatus] { states.withLock(\.self) }

    /// - Returns: what was there before.
    @discardableResult func update(_ index: Int, _ change: (inout WitnessStatus) -> Void) -> WitnessStatus {
        states.withLock { states in
            let before = states[index]
            change(&states[index])
            return before
        }
    }
}
