import CEL
import Domain
import Playbooks
import Relays

/// The variables `CORDON_…` of the environment that no setting reads: one that is misspelt is passed over in silence.
struct EnvironmentReview {
    private static let prefix = "CORDON_"
    /// Read by commands, and by the tests of this repository.
    private static let others = ["CORDON_TOKEN", "CORDON_BINARY"]

    static func findings(of environment: [String: String], _ settings: Settings) -> [OperatorError] {
        let known = names(settings)
        return environment.keys.sorted().filter { $0.hasPrefix(prefix) && !known.contains($0) }.map { name in
            OperatorError(
                attempted: "read \(name) from the environment",
                reason: "no setting is called so",
                remedy: Spelling.closest(to: name, among: known).map { "did you mean '\($0)'?" }
                    ?? "docs/reference/configuration.md lists the settings"
            )
        }
    }

    private static func names(_ settings: Settings) -> [String] {
        let root = RootSetting.all.filter(\.isText).map { [$0.name] } + [["tls", "certificate"], ["tls", "key"]]
        let connections = settings.connections.sorted { $0.key < $1.key }.flatMap { name, schema in
            schema.keys.map { ["connections", name, $0.name] }
        }
        let intake = settings.intakeConnections.map { ["intake", "mqtt", $0] }
        let relays = settings.relays.flatMap { relay in relay.settings.map { relay.path + [$0.name] } }
        return others + (root + connections + intake + relays).map { prefix + $0.map(word).joined(separator: "_") }
    }

    private static func word(_ key: String) -> String {
        String(key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
