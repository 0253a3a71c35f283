import Domain

/// The stops that are in force.
struct Stops: Sendable {
    private var byScope: [StopScope: Stop] = [:]
    /// By the switch that lies beside the database; it is not stored, because it is there or not.
    var thrownByHand: Stop?

    var all: [Stop] { byScope.values.sorted { ($0.since, $0.scope.text) < ($1.since, $1.scope.text) } }

    /// Those of people, and the switch.
    var inForce: [Stop] { all + [thrownByHand].compactMap(\.self) }

    subscript(scope: StopScope) -> Stop? {
        get { byScope[scope] }
        set { byScope[scope] = newValue }
    }

    /// The oldest that covers such a command, if one does: one that says who wants it and why, before the mere switch.
    func covering(_ action: String, of playbooks: [String], to device: Device) -> Stop? {
        guard !byScope.isEmpty else { return thrownByHand }
        return all.first { $0.scope.covers(action, of: playbooks, to: device) } ?? thrownByHand
    }
}
