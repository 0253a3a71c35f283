public import CEL
public import Domain
public import Playbooks

/// A kind of action as the core knows it: what a playbook may say of it, and how its request is rendered.
///
/// Rendering is pure. Performing is the driver's, behind the port, out of the core's reach.
public struct ActionKind: Sendable {
    public let descriptor: ActionDescriptor
    /// Whether an unknown outcome can be read back.
    public let canProbe: Bool
    public let render: @Sendable (RenderingCall) throws(OperatorError) -> RenderedRequest

    public init(
        descriptor: ActionDescriptor,
        canProbe: Bool,
        render: @escaping @Sendable (RenderingCall) throws(OperatorError) -> RenderedRequest
    ) {
        self.descriptor = descriptor
        self.canProbe = canProbe
        self.render = render
    }
}

/// One call of an action with its parameters evaluated.
public struct RenderingCall: Sendable {
    public let descriptor: ActionDescriptor
    public let connection: String?
    public let device: DeviceID
    public let key: StepKey
    public let run: RunID
    public let incident: IncidentID
    public let playbook: String
    /// What the run's time is: it stands in requests that carry one.
    public let now: Instant
    public let isDrill: Bool
    public let confirmationTopic: String?
    public let parameters: [(name: String, value: Value)]

    public subscript(name: String) -> Value? { parameters.first { $0.name == name }?.value }

    package init(
        descriptor: ActionDescriptor,
        connection: String?,
        device: DeviceID,
        key: StepKey,
        run: RunID,
        incident: IncidentID,
        playbook: String,
        now: Instant,
        isDrill: Bool,
        confirmationTopic: String?,
        parameters: [(name: String, value: Value)]
    ) {
        self.descriptor = descriptor
        self.connection = connection
        self.device = device
        self.key = key
        self.run = run
        self.incident = incident
        self.playbook = playbook
        self.now = now
        self.isDrill = isDrill
        self.confirmationTopic = confirmationTopic
        self.parameters = parameters
    }
}
