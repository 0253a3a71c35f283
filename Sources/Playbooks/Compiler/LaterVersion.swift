/// Keys of the language that this version does not have. They are refused by name: an author who knows them from the
/// documentation has not misspelt anything.
enum LaterVersion {
    static let trigger = refused(["cleared"])
    static let `guard` = refused(["storm", "freeze", "canary"])
    static let limit = refused(["share", "of", "at_least", "group", "site"])
    static let step = refused([
        "choose", "for_each", "at_most", "at_once", "wait", "approval", "call", "set", "expires", "fail", "end",
        "otherwise", "receiver",
    ])

    private static func refused(_ keys: [String]) -> [String: (any CataloguedProblem, String)] {
        Dictionary(uniqueKeysWithValues: keys.map { ($0, (PlaybookProblem.laterVersion, message($0))) })
    }

    private static func message(_ key: String) -> String { "'\(key)' is not in this version of Cordon" }
}
