/// The kill switch that needs neither engine nor database: something that whoever stands at the machine can throw.
///
/// It is looked at before each turn, so before anything begins in it, and each ``interval`` where nothing else happens.
public protocol StopSwitch: Sendable {
    /// What cannot be looked at counts as thrown.
    func isThrown() -> Bool

    /// What whoever threw it wrote, for whoever reads of it; empty where that is nothing. Anybody may have written it.
    func words() -> String

    /// How long it may take until it is noticed that it was thrown or taken back; nil where that never happens.
    var interval: Duration? { get }
}

extension StopSwitch {
    public func words() -> String { "" }
}

/// Where there is none.
public struct NoStopSwitch: StopSwitch {
    public init() {}

    public func isThrown() -> Bool { false }
    public var interval: Duration? { nil }
}
