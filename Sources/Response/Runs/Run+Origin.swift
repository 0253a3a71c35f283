public import CEL
public import Domain
public import Playbooks

// What a run began with.
extension Run {
    public var id: RunID { origin.content.id }
    public var incident: IncidentID { origin.content.incident }
    /// Pinned: an edit of the file changes nothing that is under way.
    public var playbook: Playbook { origin.content.playbook }
    public var event: Event { origin.content.event }
    /// As the registry described it when the event came in.
    public var device: Device { origin.content.device }
    public var started: Instant { origin.content.started }
    public var startedBy: Actor { origin.content.startedBy }
    public var isDrill: Bool { origin.content.isDrill }
    /// Whether the registry could not say who the device is; then its guards cannot be decided.
    public var deviceIsUnknown: Bool { origin.content.deviceIsUnknown }
    /// Whether the event was older than `max_age` when it came in.
    public var isTooOld: Bool { origin.content.isTooOld }
    /// Whether every effect waits for a person.
    public var asks: Bool { origin.content.asks }
    /// How many devices there were at the start, where the playbook asks.
    public var fleet: FleetSnapshot? { origin.content.fleet }
    /// The playbook's inputs, as computed at the start, in its order.
    public var inputs: [Value] { origin.content.inputs }

    /// What never changes of a run, once for all its copies: a run is copied with each step that it takes.
    final class Origin: Sendable {
        struct Content {
            let id: RunID
            let incident: IncidentID
            let playbook: Playbook
            let event: Event
            let device: Device
            let started: Instant
            let startedBy: Actor
            let isDrill: Bool
            let deviceIsUnknown: Bool
            let isTooOld: Bool
            let asks: Bool
            let fleet: FleetSnapshot?
            let inputs: [Value]
        }

        let content: Content
        /// About how many bytes of memory the run takes.
        let footprint: Int

        init(_ content: Content) {
            self.content = content
            footprint = Limits.runBytes + content.event.footprint
        }
    }
}
