import Testing

/// Who may import whom. A new arrow is a decision: it is made here, in review, and written down in `docs/decisions`.
@Suite struct ImportTests {
    struct Row: Sendable {
        let own: Set<String>
        let outside: Set<String>

        init(_ own: Set<String>, outside: Set<String> = []) {
            self.own = own
            self.outside = outside
        }
    }

    static let pure: Set<String> = [
        "AuditViews", "Authoring", "CACAO", "CEL", "Domain", "JSON", "Ledger", "Playbooks", "Rehearsal", "Response",
    ]
    static let adapters: Set<String> = ["Actions", "Intake", "Registries", "Relays", "StoreSQLite", "Transport"]

    static let allowed: [String: Row] = [
        "CEL": Row(["CRE2"], outside: ["Foundation"]),
        "JSON": Row(["CEL", "CSimdJSON"]),
        "Domain": Row(["CEL"], outside: ["Crypto"]),
        "Playbooks": Row(["CEL", "Domain", "JSON"], outside: ["CYaml"]),
        "CACAO": Row(["CEL", "Domain", "JSON", "Playbooks"], outside: ["Crypto", "CryptoExtras"]),
        "Ledger": Row(["Domain"], outside: ["Crypto"]),
        "AuditViews": Row(["CEL", "Domain", "JSON", "Ledger"]),
        "Response": Row(["CEL", "Domain", "Ledger", "Playbooks"]),
        "Authoring": Row(["CEL", "Domain", "JSON", "Playbooks"]),
        "Rehearsal": Row(["CEL", "Domain", "JSON", "Ledger", "Playbooks", "Response"]),
        "Ports": Row(["Domain", "Ledger", "Playbooks", "Response"]),
        "Engine": Row(
            ["Domain", "Ledger", "Playbooks", "Ports", "Response"],
            outside: ["Logging", "Synchronization"]
        ),
        "Transport": Row(
            ["CCurl", "CMosquitto", "CurlShim", "Domain"],
            outside: ["Dispatch", "Foundation", "Glibc", "Synchronization"]
        ),
        "Intake": Row(
            ["CEL", "Domain", "JSON", "Ports", "Transport"],
            outside: ["Foundation", "Logging", "Synchronization"]
        ),
        "Actions": Row(
            ["CEL", "Domain", "JSON", "Playbooks", "Ports", "Response", "Transport"],
            outside: ["Foundation"]
        ),
        "Registries": Row(
            ["Domain", "DurableFiles", "Ports"],
            outside: ["Crypto", "Darwin", "Dispatch", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "SwiftASN1", "X509"]
        ),
        "Relays": Row(
            ["CEL", "Domain", "JSON", "Ledger", "Ports", "Transport"],
            outside: ["Foundation", "Logging", "NIOCore", "NIOPosix", "NIOSSL", "Synchronization"]
        ),
        "StoreSQLite": Row(
            ["CEL", "Domain", "DurableFiles", "JSON", "Ledger", "Playbooks", "Ports", "Response"],
            outside: ["Foundation", "GRDB", "GRDBSQLite", "Synchronization"]
        ),
        "Console": Row(
            ["CEL", "Domain", "Intake", "JSON", "Ledger", "Ports", "Response"],
            outside: [
                "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "NIOCore",
                "NIOPosix", "ServiceLifecycle", "Synchronization",
            ]
        ),
        "Quarantine": Row(
            ["CEL", "Domain", "DurableFiles", "Intake", "JSON", "Ledger", "Ports", "Response"],
            outside: ["Foundation", "Logging", "ServiceLifecycle", "Synchronization"]
        ),
        "DurableFiles": Row([], outside: ["Foundation"]),
        "CommandLineTool": Row(
            [
                "Actions", "AuditViews", "Authoring", "CACAO", "CEL", "Console", "Domain", "DurableFiles", "Engine",
                "Intake", "JSON", "Ledger", "Playbooks", "Ports", "Quarantine", "Registries", "Rehearsal", "Relays",
                "Response", "StoreSQLite", "Transport", "Witness",
            ],
            outside: [
                "ArgumentParser", "CDispatch", "Configuration", "Foundation", "Logging", "ServiceLifecycle",
                "Synchronization",
                "UnixSignals",
            ]
        ),
        "Witness": Row(
            ["CEL", "Domain", "Ledger", "Ports", "Transport"],
            outside: [
                "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "ServiceLifecycle",
                "Synchronization",
            ]
        ),
        "cordon": Row(["CommandLineTool"], outside: ["ArgumentParser"]),
        "Testbed": Row(
            ["CEL", "JSON", "Transport"],
            outside: ["Crypto", "Foundation", "Glibc", "HTTPTypes", "Hummingbird", "Logging", "Synchronization"]
        ),
        "cordon-demo": Row(["CEL", "JSON", "Testbed", "Transport"], outside: ["Foundation", "Glibc"]),
        "TestKit": Row(
            ["CEL", "Domain", "Ledger", "Playbooks", "Ports", "Response"],
            outside: ["Synchronization"]
        ),
        "Simulation": Row(
            ["CEL", "Domain", "Engine", "Ledger", "Playbooks", "Ports", "Response", "TestKit"],
            outside: ["Logging", "Synchronization"]
        ),
        "cordon-simulate": Row(["Simulation"], outside: ["ArgumentParser"]),
    ]

    /// Names of what a file imports.
    static func imports(in code: String) -> [String] {
        let words = #"^[ ]*(?:@\w+ |public |package |internal |private |fileprivate )*import "#
        return Pattern(words + #"(?:(?:struct|class|enum|protocol|func|var|let|typealias) )?(\w+)"#).captures(in: code)
    }

    @Test func `the words of an import are understood`() {
        let code = """
            import A
            public import B
            @preconcurrency package import C
                import Glibc
            internal import struct D.E
            let important = import_
            """
        #expect(Self.imports(in: code) == ["A", "B", "C", "Glibc", "D"])
    }

    @Test(arguments: allowed.keys.sorted()) func `a target imports only what it may`(_ target: String) throws {
        let row = try #require(Self.allowed[target])
        for file in Repository.swift(under: "Sources/\(target)") {
            let strangers = Set(Self.imports(in: file.swift?.code ?? "")).subtracting(row.own).subtracting(row.outside)
            #expect(strangers.isEmpty, "\(file.path) imports \(strangers.sorted())")
        }
    }

    @Test(arguments: allowed.keys.sorted()) func `an arrow that nobody needs is not in the table`(
        _ target: String
    ) throws {
        let row = try #require(Self.allowed[target])
        let imported = Repository.swift(under: "Sources/\(target)").flatMap { Self.imports(in: $0.swift?.code ?? "") }
        #expect(row.own.union(row.outside).subtracting(imported).isEmpty)
    }

    @Test func `every target with Swift in it is in the table`() {
        let targets = Repository.folders(in: "Sources").filter { !Repository.swift(under: "Sources/\($0)").isEmpty }
        #expect(Set(targets) == Set(Self.allowed.keys))
    }

    @Test(arguments: adapters.sorted()) func `an adapter knows neither another adapter nor the engine`(
        _ adapter: String
    ) throws {
        let row = try #require(Self.allowed[adapter])
        let others = Self.adapters.subtracting(["Transport"]).union(["Console", "Engine"])
        #expect(row.own.isDisjoint(with: others))
    }

    @Test(arguments: pure.sorted()) func `a pure target leans on pure ones, and on no library with effects`(
        _ target: String
    ) throws {
        let row = try #require(Self.allowed[target])
        #expect(row.own.isSubset(of: Self.pure.union(["CRE2", "CSimdJSON"])))
        // CEL asks Foundation for time zones and nothing else: decision 0012.
        #expect(row.outside.isSubset(of: ["Crypto", "CryptoExtras", "CYaml", "Foundation"]))
    }
}
