public import Domain
public import Ports

/// A run that a person asks for.
public struct RunOrder: Hashable, Sendable {
    /// The playbook's name.
    public let playbook: String
    /// Of the playbook's text, as whoever asks has read it; `nil` where any that the engine has loaded will do.
    public let digest: Digest?
    /// The one to act on.
    public let device: DeviceID
    /// The report to answer, which is of the same device; `nil` where there is none.
    public let event: Event?
    /// Whether it is a drill.
    public let dryRun: Bool

    public init(playbook: String, digest: Digest?, device: DeviceID, event: Event?, dryRun: Bool) {
        self.playbook = playbook
        self.digest = digest
        self.device = device
        self.event = event
        self.dryRun = dryRun
    }
}

/// Starts runs that a person asks for.
public protocol RunStarter: Sendable {
    /// `actor` is who asks, as the token says.
    /// - Returns: the incident that the run was opened for, once it is durable.
    /// - Throws: where nothing was started: there is no such playbook, or the engine takes nothing now.
    func start(_ order: RunOrder, by actor: Actor) async throws(OrderRefusal) -> IncidentID
}
