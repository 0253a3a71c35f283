import Domain
public import Ledger

/// What is stopped by the audit log alone: for whoever compares that with what the database says.
public struct StopReplay: Sendable {
    /// What people stopped, and nobody lifted, as the log has it.
    private var scopes: Set<String> = []
    /// Whether the switch that lies beside the database was found thrown. What earlier versions said of it is passed over: they
    /// did not keep it, and its end may be said nowhere.
    private var isSwitchThrown = false

    public init() {}

    public mutating func take(_ record: AuditRecord) {
        guard record.action == .stopSet || record.action == .stopLifted, let scope = record.object else { return }
        let isSet = record.action == .stopSet
        if record.actor.name == Actor.stopSwitch.name {
            isSwitchThrown = isSet && record.outcome == AuditRecord.keptOutcome
        } else if isSet {
            scopes.insert(scope.name)
        } else {
            scopes.remove(scope.name)
        }
    }

    /// Of the stops of people that are kept, and of the switch where it is kept as thrown.
    /// - Returns: a sentence for each thing that the log does not agree with.
    public func disagreements(with stops: [Stop], stopSwitch: Stop?) -> [String] {
        let kept = Set(stops.map { AuditObject(.scope, $0.scope.text).name })
        var sentences = kept.subtracting(scopes).filter { !Self.isCut($0) }.sorted().map {
            "'\($0)' is stopped, and the log does not say so"
        }
        sentences += scopes.subtracting(kept).filter { !Self.isCut($0) }.sorted().map {
            "the log says that '\($0)' is stopped, and nothing else does"
        }
        switch (stopSwitch != nil, isSwitchThrown) {
        case (true, false): sentences.append("everything is stopped by the file STOP, and the log does not say so")
        case (false, true): sentences.append("the log says that the file STOP is there, and nothing else does")
        case (true, true), (false, false): break
        }
        return sentences
    }

    /// Whether a name may be longer than the log has it: others may begin alike.
    private static func isCut(_ name: String) -> Bool { name.hasSuffix("…") }
}
