import Testing

/// There is no self-registration: a kind of thing is a file and a line in a list, and neither is forgotten.
@Suite struct RegistrationTests {
    struct Registry: Sendable, CustomTestStringConvertible {
        let folder: String
        let list: String
        let port: String
        var testDescription: String { list }
    }

    static let registries = [
        Registry(folder: "Sources/Actions", list: "Sources/Actions/BuiltInActions.swift", port: "BuiltInAction"),
        Registry(folder: "Sources/Intake", list: "Sources/Intake/BuiltInIntake.swift", port: "EventFormat"),
        Registry(
            folder: "Sources/Registries",
            list: "Sources/Registries/BuiltInRegistries.swift",
            port: "ConfigurableRegistry"
        ),
        Registry(
            folder: "Sources/AuditViews",
            list: "Sources/AuditViews/Formats/BuiltInAuditFormats.swift",
            port: "AuditFormat"
        ),
        Registry(folder: "Sources/Relays", list: "Sources/Relays/BuiltInRelays.swift", port: "AuditRelay"),
    ]

    /// The types that say they conform.
    static func conformers(to port: String, in code: String) -> Set<String> {
        let declaration = #"\b(?:struct|class|enum|actor|extension)\s+(\w+)\s*:\s*[^{]*\b"# + port + #"\b"#
        return Set(Pattern(declaration).captures(in: code))
    }

    /// The types that stand in a list.
    static func listed(in code: String) -> Set<String> {
        Set(Pattern(#"\b([A-Z]\w*)\.self"#).captures(in: code)).subtracting(["Self"])
    }

    @Test(arguments: registries) func `every kind is in the list of its kind`(_ registry: Registry) throws {
        let code = Repository.swift(under: registry.folder).compactMap { $0.swift?.code }.joined(separator: "\n")
        let conformers = Self.conformers(to: registry.port, in: code)
        let list = Repository.text(registry.list)
        #expect(!conformers.isEmpty)
        #expect(conformers == Self.listed(in: list))
    }

    @Test func `an action's file is named after its type`() {
        let files = Repository.swift(under: "Sources/Actions").map(\.name).filter { $0.hasSuffix("Action.swift") }
        let list = Repository.text("Sources/Actions/BuiltInActions.swift")
        #expect(Set(files.map { String($0.dropLast(".swift".count)) }) == Self.listed(in: list))
    }

    @Test func `conformances and lists are understood`() {
        let code = """
            struct A: Action {
            enum B: Sendable, Action {
            extension C: Action {}
            struct D: ActionLike {
            protocol E: Action {
            struct F<G: Action> {
            """
        #expect(Self.conformers(to: "Action", in: code) == ["A", "B", "C"])
        #expect(Self.listed(in: "let all = [A.self, BCD.self, map(\\.self)]") == ["A", "BCD"])
    }
}
