public import Domain
public import Playbooks
public import Response

/// One kind of action, as it is carried out.
///
/// To add one: a file in `Actions` with a type that conforms to this, and a line in `BuiltInActions.all`. Its descriptor
/// is the single source of its checks, its documentation and its example; every driver passes the contract suite.
public protocol ActionDriver: Sendable {
    static var descriptor: ActionDescriptor { get }

    /// What will be sent, to its exact bytes. Pure: a drill calls this, and nothing else.
    /// - Throws: where the parameters make no request. Nothing was sent then, and nothing will be.
    static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest

    /// Hands the request over, once, and brings back what became of it.
    /// - Throws: ``ActionFailure/unknownOutcome(_:retryAfter:)`` whenever the command may have left.
    func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion
}

/// An action whose outcome can be read back without changing anything. An ability of its own, so that "cannot be asked"
/// is visible in the type.
public protocol ProbingAction: ActionDriver {
    func probe(_ intent: Intent) async -> ProbeResult
}

/// Proof that the store holds the intent. Performing consumes it, so an effect that was not recorded first does not
/// compile; only the engine's journal makes one, after its commit.
public struct RecordedIntent: ~Copyable, Sendable {
    public let intent: Intent

    package init(_ intent: Intent) { self.intent = intent }

    /// The same with what is left of its attempt's time.
    package consuming func handedOver(at now: Instant) -> Self { Self(intent.handedOver(at: now)) }

    public var request: RenderedRequest { intent.attempt.request }
    public var key: StepKey { intent.attempt.key }
    /// Until the attempt's deadline.
    public var timeout: Duration { intent.timeout }
}

extension ActionKind {
    /// What the core may know of a driver.
    public init<Driver: ActionDriver>(_ driver: Driver.Type) {
        self.init(descriptor: driver.descriptor, canProbe: driver is any ProbingAction.Type) {
            (call) throws(OperatorError) in try driver.render(call)
        }
    }
}
