/// `action--9fcc5c3b-0b70-4d73-b922-cf5491dcd1a4`: what a CACAO object is, and which.
///
/// - Source: CACAO 2.0, section 10.10; the pattern is the one of the committee's JSON schema.
struct Identifier: Hashable, Sendable {
    let text: String
    /// The type of the object: `action`.
    let prefix: String
    let uuid: String

    /// Nil for anything else.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([a-z][a-z0-9-]+[a-z0-9])--([0-9a-fA-F-]{36})/),
            Self.isUUID(String(match.2))
        else { return nil }
        self.text = text
        prefix = String(match.1)
        uuid = String(match.2)
    }

    /// RFC 4122: versions 1 to 5, of its own variant.
    static func isUUID(_ text: String) -> Bool {
        let form = /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}/
        return text.wholeMatch(of: form) != nil
    }
}
