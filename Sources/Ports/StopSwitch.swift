/// The kill switch that needs neither engine nor database: something that whoever stands at the machine can throw.
///
/// It is looked at before each turn, so before anything begins in it, and each ``interval`` where nothing else happens.
public protocol StopSwitch: Sendable {
    /// What cannot be looked at counts as thrown.
    func isThrown() -> Bool

    /// How long it may take until it is noticed that it was thrown or taken back; nil where that never happens.
    var interval: Duration? { get }
}

/// Where there is none.
public struct NoStopSwitch: StopSwitch {
    public init() {}

    public func isThrown() -> Bool { false }
    public var interval: Duration? { nil }
}
