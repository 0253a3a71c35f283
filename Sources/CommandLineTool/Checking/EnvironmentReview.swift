import CEL
import Domain
import Playbooks
import Relays

/// The variables `CORDON_…` of the environment: those that a setting reads, and those that none does.
struct EnvironmentReview {
    private static let prefix = "CORDON_"
    /// Read by commands, and by the tests of this repository.
    private static let others = ["CORDON_TOKEN", "CORDON_BINARY"]

    /// One that is misspelt would be passed over in silence.
    static func findings(of environment: [String: String], _ settings: Settings) -> [OperatorError] {
        let known = others + names(settings)
        return environment.keys.sorted().filter { $0.hasPrefix(prefix) && !known.contains($0) }.map { name in
            OperatorError(
                attempted: "read \(name) from the environment",
                reason: "no setting is called so",
                remedy: Spelling.closest(to: name, among: known).map { "did you mean '\($0)'?" }
                    ?? "docs/reference/configuration.md lists the settings"
            )
        }
    }

    /// What a setting reads, by the variable's name. A token is none.
    static func settings(in environment: [String: String], _ settings: Settings) -> [String: String] {
        let names = Set(names(settings))
        return environment.filter { names.contains($0.key) }
    }

    private static func names(_ settings: Settings) -> [String] {
        let root = RootSetting.all.filter(\.isText).map { [$0.name] }
        let parts = [
            ["tls", "certificate"], ["tls", "key"], ["intake", "events_per_second"], ["audit", "keep_days"],
        ]
        let connections = settings.connections.sorted { $0.key < $1.key }.flatMap { name, schema in
            schema.keys.map { ["connections", name, $0.name] }
        }
        let intake = settings.intakeConnections.map { ["intake", "mqtt", $0] }
        let relays = settings.relays.flatMap { relay in relay.settings.map { relay.path + [$0.name] } }
        return (root + parts + connections + intake + relays).map { prefix + $0.map(word).joined(separator: "_") }
    }

    /// As it is looked up: a capital behind a small letter begins a word.
    private static func word(_ key: String) -> String {
        var (word, before) = ("", Character("_"))
        for character in key {
            if before.isLowercase, character.isUppercase { word += "_" }
            word += character.isLetter || character.isNumber ? character.uppercased() : "_"
            before = character
        }
        return word
    }
}
