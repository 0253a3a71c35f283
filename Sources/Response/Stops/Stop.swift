package import CEL
public import Domain

/// The kill switch, thrown: no new attempt begins in its scope until somebody lifts it.
public struct Stop: Hashable, Sendable {
    public let scope: StopScope
    public let by: Actor
    /// For the audit log and for whoever finds it; may be empty.
    public let reason: String
    public let since: Instant

    public init(_ scope: StopScope, by actor: Actor, reason: String, since: Instant) {
        self.scope = scope
        self.by = actor
        self.reason = reason
        self.since = since
    }

    var explanation: String {
        "\(scope.words) is stopped by \(by.name)\(reason.isEmpty ? "" : ": \(reason)")"
    }

    /// What a step of the run says that holds it.
    func explanation(to run: Run) -> String {
        guard run.deviceIsUnknown, scope.isOfRegistry else { return explanation }
        return "\(explanation); the registry could not say whether that is about device \(run.device.id)"
    }
}

extension Stop: Stored {
    package var stored: Value {
        [
            "scope": .string(scope.text), "by": .string(by.name), "proof": .string(by.proof),
            "reason": .string(reason), "since": Value(since),
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "stop")
        self.init(
            try fields.parsed("scope", StopScope.init(text:)),
            by: Actor(name: try fields.text("by"), proof: try fields.text("proof")),
            reason: try fields.text("reason"),
            since: try fields.instant("since")
        )
    }
}
