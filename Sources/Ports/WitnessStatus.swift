public import Domain

/// Tells what the witnesses of the audit log say.
public protocol WitnessReporter: Sendable {
    func witnesses() -> [WitnessStatus]
}

/// How it stands with one witness: for people who look, and for nothing else.
public struct WitnessStatus: Hashable, Sendable {
    public let name: String
    /// The largest checkpoint that it cosigned, and when.
    public var size: UInt64?
    public var time: Instant?
    /// Since when it has not cosigned, and why; nil where it does.
    public var trouble: ConnectionStatus.Outage?
    /// Why it says that our log has two histories. It stays until the engine is started again.
    public var contradiction: String?

    public init(name: String) { self.name = name }
}
