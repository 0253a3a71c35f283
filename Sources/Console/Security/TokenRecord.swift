public import Domain

/// What is kept of a token: never the token.
public struct TokenRecord: Hashable, Sendable {
    /// Whose it is. Events of an intake token come from `source:<name>`; any other token is of `person:<name>`.
    public let name: String
    /// SHA-256 of the token's text. A token is 256 random bits, so neither salt nor a slow hash adds to it.
    public let hash: Digest
    public let scope: TokenScope
    /// The groups that the holder belongs to: `approval: {from: …}` names one.
    public let groups: Set<String>

    public init(name: String, hash: Digest, scope: TokenScope, groups: Set<String> = []) {
        self.name = name
        self.hash = hash
        self.scope = scope
        self.groups = groups
    }

    /// A new token, to be shown once, and the record to keep.
    public static func issue(
        name: String,
        scope: TokenScope,
        groups: Set<String> = []
    ) -> (token: Secret, record: Self) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = "cordon_" + Digest.hex(bytes)
        return (Secret(text), Self(name: name, hash: Digest(of: text.utf8), scope: scope, groups: groups))
    }
}
