package import Domain
package import Ports

/// Which run is in hand, in memory. A test says what is set aside.
package final class FakeWorkInHand: WorkInHand {
    private let hands = Watched<[Work: RunID]>([:])
    private let aside = Watched<[RunID: SetAside]>([:])

    package init() {}

    package var now: [Work: RunID] { hands.value }

    package func until(_ isSatisfied: @escaping @Sendable ([Work: RunID]) -> Bool) async {
        await hands.until(isSatisfied)
    }

    package func setAside(_ run: RunID, as reason: SetAside) { aside.update { $0[run] = reason } }

    package func take(_ run: RunID, for work: Work) { hands.update { $0[work] = run } }
    package func putDown(_ work: Work) { hands.update { $0[work] = nil } }
    package func setAside(in stored: StoredState) -> [RunID: SetAside] { aside.value }
}
