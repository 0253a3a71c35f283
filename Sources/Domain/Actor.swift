/// Who caused something, and how we know that it was they.
public struct Actor: Hashable, Sendable {
    /// `engine`, `person:root`, `source:http`.
    public let name: String
    /// `bearer-token`, `client-certificate`, `local-user`, `none`.
    public let proof: String

    public init(name: String, proof: String) {
        self.name = name
        self.proof = proof
    }

    /// Whether it is a person, and neither a monitor nor the engine.
    public var isPerson: Bool { name.utf8.starts(with: "person:".utf8) }

    /// The engine itself: timers, recovery.
    public static let engine = Self(name: "engine", proof: "self")
}
