import Testing

/// Package.swift says what the rest of the house relies on.
@Suite struct ManifestTests {
    struct Target: Sendable, CustomTestStringConvertible {
        let name: String
        let dependencies: Set<String>
        let isStrict: Bool
        var testDescription: String { name }
    }

    static let targets = targets(in: Repository.text("Package.swift"))

    /// The targets that stand in a manifest, those of the system's libraries excepted.
    static func targets(in manifest: String) -> [Target] {
        let opening = #"(?:\.target|\.executableTarget|\btest)\("#
        return Pattern("(" + opening + #"(?:[^()]|\([^()]*\))*\))"#).captures(in: manifest).compactMap { call in
            guard let name = Pattern(#"^[^"]*"([\w-]+)""#).captures(in: call).first else { return nil }
            // The settings of a test target stand in the function that makes it.
            let isTest = call.hasPrefix("test(")
            let list = isTest ? #"^test\(\s*"[^"]*",\s*\[([^\]]*)\]"# : #"dependencies: \[([^\]]*)\]"#
            let dependencies = Pattern(list).captures(in: call).first ?? ""
            return Target(
                name: name,
                dependencies: Set(Pattern(#""([\w-]+)""#).captures(in: dependencies)),
                isStrict: isTest || call.contains("swiftSettings: strict")
            )
        }
    }

    private static let settings = [
        "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
        "InferIsolatedConformances",
    ]

    @Test func `the strict settings are those of the house, and are checked where an unknown name would pass`() {
        let manifest = Repository.text("Package.swift")
        let check = Repository.text("Sources/Domain/StrictSettings.swift")
        for setting in Self.settings {
            #expect(manifest.contains(".enableUpcomingFeature(\"\(setting)\")"))
            #expect(check.contains("#if !hasFeature(\(setting))"))
        }
        #expect(manifest.contains(".treatAllWarnings(as: .error)"))
        let test = ".testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)"
        #expect(manifest.contains(test))
    }

    @Test(arguments: targets) func `every target of Swift has the strict settings`(_ target: Target) {
        let isSwift = ["Sources", "Tests"].contains { !Repository.swift(under: "\($0)/\(target.name)").isEmpty }
        #expect(target.isStrict || !isSwift)
    }

    @Test func `every folder of sources, and of tests in Swift, is a target`() {
        let system = Pattern(#"\.systemLibrary\(name: "(\w+)""#).captures(in: Repository.text("Package.swift"))
        // Patches and scripts are no targets.
        let tests = Repository.folders(in: "Tests").filter { !Repository.swift(under: "Tests/\($0)").isEmpty }
        let folders = Repository.folders(in: "Sources") + tests
        #expect(Set(folders) == Set(Self.targets.map(\.name) + system))
    }

    @Test(arguments: ImportTests.allowed.keys.sorted())
    func `the manifest declares the arrows of the table, and no more`(_ name: String) throws {
        let target = try #require(Self.targets.first { $0.name == name })
        #expect(target.dependencies == ImportTests.allowed[name]?.own)
    }

    @Test func `a manifest is understood`() {
        let manifest = """
            .target(name: "A", dependencies: ["B", crypto], swiftSettings: strict),
            .target(
                name: "C",
                exclude: ["README.md"],
                linkerSettings: [.linkedLibrary("m")]
            ),
            .systemLibrary(name: "S"),
            test("T", ["A", "C"]),
            """
        let targets = Self.targets(in: manifest)
        #expect(targets.map(\.name) == ["A", "C", "T"])
        #expect(targets.map(\.isStrict) == [true, false, true])
        #expect(targets.map(\.dependencies) == [["B"], [], ["A", "C"]])
    }
}
