import CEL
import Playbooks

/// What playbooks are checked against.
enum World {
    static func compiler(_ sample: Sample) -> PlaybookCompiler {
        var context = CompilerContext(
            actions: Actions.all,
            connections: sample.knowsConnections ? connections : nil
        )
        context.library = sample.library
        if sample.hasOverrides { context.overrides = overrides }
        return PlaybookCompiler(context, limits: sample.limits)
    }

    private static let connections: [String: ConnectionKind] = [
        "broker": .broker, "registry": .registry, "soc": .webhook, "firewall": .http,
    ]

    /// By the names that seeds and the dictionary have.
    private static let overrides: [String: [String: Value]] = [
        "example": ["text": "from outside", "list": [1, "two"], "count": 3, "topic": "plant/line"],
        "called": ["text": 5, "count": .null, "missing": true],
    ]
}
