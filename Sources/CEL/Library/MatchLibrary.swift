/// `matches`: its signatures. What it does is in a node of its own, which compiles a constant pattern once.
enum MatchLibrary {
    static let name = "matches"
    static let functions: [Function] = [Function(name, [signature(.global), signature(.member)])]

    private static func signature(_ style: Overload.Style) -> Overload {
        Overload(style, [.string, .string], .bool) { _ in nil }
    }
}
