import Domain
import Playbooks

/// The stops that are in force.
struct Stops: Sendable {
    private var byScope: [StopScope: Stop] = [:]
    /// By the switch that lies beside the database. It is stored, so that its end is said also where nobody saw it.
    var thrownByHand: Stop?
    /// Whether an earlier process found it thrown, and nobody has looked since.
    var isFromBefore = false
    /// By the server's mode, for as long as the process lives: where it lets nothing act, what open runs have to do waits.
    let byMode: Stop?

    init(mode: Playbook.Mode) {
        guard mode < .ask else {
            byMode = nil
            return
        }
        let server = Actor(name: "the server's mode, '\(mode.text)'", proof: "configuration")
        byMode = Stop(.everything, by: server, reason: "", since: Instant(nanosecondsSinceEpoch: 0))
    }

    var all: [Stop] { byScope.values.sorted { ($0.since, $0.scope.text) < ($1.since, $1.scope.text) } }

    /// Those of people, and the switch: what can be lifted.
    var inForce: [Stop] { all + [thrownByHand].compactMap(\.self) }

    subscript(scope: StopScope) -> Stop? {
        get { byScope[scope] }
        set { byScope[scope] = newValue }
    }

    /// The oldest that covers such a command, if one does: one that says who wants it and why, before the mere switch or mode.
    func covering(_ call: ActionCall, of step: Step, in run: Run) -> Stop? {
        let withoutScope = thrownByHand ?? byMode
        guard !byScope.isEmpty else { return withoutScope }
        let (action, playbooks) = (call.descriptor, run.playbook.owners(of: step))
        return all.first {
            $0.scope.covers(action, of: playbooks, to: run.device, isUnknown: run.deviceIsUnknown)
        } ?? withoutScope
    }
}
