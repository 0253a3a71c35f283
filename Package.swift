// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target; `Domain/StrictSettings.swift` fails to compile where one is not in force.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

// Packages, one name each, so that a target's line says what it leans on.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = [
    Target.Dependency.product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func test(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "cordon",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "cordon", targets: ["cordon"]),
        .executable(name: "cordon-demo", targets: ["cordon-demo"]),
        .executable(name: "cordon-simulate", targets: ["cordon-simulate"]),
        // JSON reads documents for it: a program of its own may do without.
        .library(name: "CEL", targets: ["CEL", "JSON"]),
        // Our side of the comparison with another implementation of CEL.
        .executable(name: "cel-lines", targets: ["CELDifferential"]),
        // What Benchmarks/ measures. Not an interface: it may change with every commit.
        .library(
            name: "Internals",
            targets: [
                "Actions", "CEL", "Domain", "Intake", "JSON", "Ledger", "Playbooks", "Ports", "Response", "StoreSQLite",
            ]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Pure: no I/O, no clock, no randomness, no async.
        .target(
            name: "CEL",
            dependencies: ["CRE2"],
            exclude: ["README.md"],
            swiftSettings: strict,
            // floor, trunc and the like: the target imports neither Foundation nor Glibc.
            linkerSettings: [.linkedLibrary("m")]
        ),
        .target(name: "JSON", dependencies: ["CEL", "CSimdJSON"], swiftSettings: strict),
        .target(name: "Domain", dependencies: ["CEL", crypto], swiftSettings: strict),
        .target(name: "Playbooks", dependencies: ["CEL", "Domain", "JSON", yams], swiftSettings: strict),
        .target(
            name: "CACAO",
            dependencies: ["CEL", "Domain", "JSON", "Playbooks", crypto, cryptoExtras],
            swiftSettings: strict
        ),
        .target(name: "Response", dependencies: ["CEL", "Domain", "Ledger", "Playbooks"], swiftSettings: strict),
        .target(name: "Ledger", dependencies: ["Domain", crypto], swiftSettings: strict),
        .target(name: "AuditViews", dependencies: ["CEL", "Domain", "JSON", "Ledger"], swiftSettings: strict),

        .target(
            name: "Rehearsal",
            dependencies: ["CEL", "Domain", "JSON", "Ledger", "Playbooks", "Response"],
            swiftSettings: strict
        ),

        // The loop, and what it asks of the edges.
        .target(
            name: "Ports",
            dependencies: ["Domain", "Ledger", "Playbooks", "Response"],
            swiftSettings: strict
        ),
        .target(
            name: "Engine",
            dependencies: ["Domain", "Ledger", "Playbooks", "Ports", "Response", logging],
            swiftSettings: strict
        ),

        // What arrived or ran when the process ended, again and again.
        .target(
            name: "Quarantine",
            dependencies: [
                "CEL", "Domain", "DurableFiles", "Intake", "JSON", "Ledger", "Ports", "Response", lifecycle, logging,
            ],
            swiftSettings: strict
        ),

        // Small files that a crash leaves whole.
        .target(name: "DurableFiles", swiftSettings: strict),

        // What helps people write playbooks.
        .target(name: "Authoring", dependencies: ["CEL", "Domain", "JSON", "Playbooks"], swiftSettings: strict),

        // The edges. None imports another, nor the engine.
        .target(
            name: "Transport",
            dependencies: ["CCurl", "CMosquitto", "CurlShim", "Domain"],
            swiftSettings: strict
        ),
        .target(
            name: "Intake",
            dependencies: ["CEL", "Domain", "JSON", "Ports", "Transport", logging],
            swiftSettings: strict
        ),
        .target(
            name: "Actions",
            dependencies: ["CEL", "Domain", "JSON", "Playbooks", "Ports", "Response", "Transport", crypto],
            swiftSettings: strict
        ),
        .target(
            name: "Registries",
            dependencies: ["Domain", "DurableFiles", "Ports", crypto, grdb, sqlite, x509, asn1],
            swiftSettings: strict
        ),
        .target(
            name: "Relays",
            dependencies: ["CEL", "Domain", "JSON", "Ledger", "Ports", "Transport", logging] + nio,
            swiftSettings: strict
        ),
        .target(
            name: "StoreSQLite",
            dependencies: [
                "CEL", "Domain", "DurableFiles", "JSON", "Ledger", "Playbooks", "Ports", "Response", grdb, sqlite,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Console",
            dependencies: [
                "CEL", "Domain", "Intake", "JSON", "Ledger", "Ports", "Response", hummingbird, hummingbirdTLS,
                lifecycle,
                logging,
            ],
            swiftSettings: strict
        ),

        // A witness of audit logs, and what has a log cosigned by one.
        .target(
            name: "Witness",
            dependencies: ["CEL", "Domain", "Ledger", "Ports", "Transport", hummingbird, lifecycle, logging],
            swiftSettings: strict
        ),

        // The program.
        .target(
            name: "CommandLineTool",
            dependencies: [
                "Actions", "AuditViews", "Authoring", "CACAO", "CEL", "Console", "Domain", "DurableFiles", "Engine",
                "Intake", "JSON", "Ledger", "Playbooks", "Ports", "Quarantine", "Registries", "Rehearsal", "Relays",
                "Response", "StoreSQLite", "Transport", "Witness",
                argumentParser,
                configuration, crypto, lifecycle, logging, signals,
            ],
            resources: [
                .embedInCode("Starter/contain-exfiltration.yaml"),
                .embedInCode("Starter/contain-exfiltration.test.yaml"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(name: "cordon", dependencies: ["CommandLineTool", argumentParser], swiftSettings: strict),

        // A real broker, a webhook receiver and simulated devices on loopback: for the demo and the scenarios.
        .target(
            name: "Testbed",
            dependencies: ["CEL", "JSON", "Transport", crypto, hummingbird, logging],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "cordon-demo",
            dependencies: ["CEL", "JSON", "Testbed", "Transport"],
            swiftSettings: strict
        ),

        // Fakes and worlds for tests of the core and the engine.
        .target(
            name: "TestKit",
            dependencies: ["CEL", "Domain", "Ledger", "Playbooks", "Ports", "Response"],
            swiftSettings: strict
        ),

        // The real engine in a made-up world, where everything that can go wrong does, by a seed.
        .target(
            name: "Simulation",
            dependencies: [
                "CEL", "Domain", "Engine", "Ledger", "Playbooks", "Ports", "Response", "TestKit", logging,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "cordon-simulate",
            dependencies: ["Simulation", argumentParser],
            swiftSettings: strict
        ),

        // C libraries of the system, each behind the thinnest header that Swift can call.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .target(name: "CurlShim", dependencies: ["CCurl"]),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

        // Tests. The four at the end need real brokers and servers, and 'scripts/test' runs those by themselves.
        test("CELTests", ["CEL", "JSON"]),
        test("CELConformanceTests", ["CEL"]),
        .executableTarget(
            name: "CELDifferential",
            dependencies: ["CEL", "JSON"],
            path: "Tests/CELDifferential",
            exclude: ["README.md", "differential.py", "harness"],
            swiftSettings: strict
        ),
        test("JSONTests", ["CEL", "JSON"]),
        test(
            "CACAOTests",
            ["Actions", "CACAO", "CEL", "Domain", "JSON", "Playbooks", "Response", "TestKit", crypto, cryptoExtras]
        ),
        test("PlaybooksTests", ["CEL", "Domain", "Playbooks"]),
        test(
            "AuthoringTests",
            ["Actions", "Authoring", "CEL", "CommandLineTool", "Domain", "JSON", "Playbooks", "TestKit"]
        ),
        test("ResponseTests", ["CEL", "Domain", "Ledger", "Playbooks", "Ports", "Response", "TestKit"]),
        test("RehearsalTests", ["Actions", "CEL", "Domain", "Playbooks", "Rehearsal", "Response", "TestKit"]),
        test("LedgerTests", ["Domain", "Ledger"]),
        test("WitnessTests", ["Domain", "Ledger", "Ports", "TestKit", "Witness", lifecycle, logging, "Transport"]),
        test(
            "QuarantineTests",
            ["CEL", "Domain", "Intake", "Ports", "Quarantine", "Response", "TestKit", logging]
        ),
        test("AuditViewsTests", ["AuditViews", "CEL", "Domain", "JSON", "Ledger", "TestKit"], exclude: ["Golden"]),
        test("SimulationTests", ["Response", "Simulation"]),
        test(
            "EngineTests",
            ["CEL", "Domain", "Engine", "Ledger", "Playbooks", "Ports", "Response", "TestKit", logging]
        ),
        test(
            "StoreSQLiteTests",
            ["CEL", "Domain", "JSON", "Ledger", "Playbooks", "Ports", "Response", "StoreSQLite", "TestKit", grdb]
        ),
        test("IntakeTests", ["CEL", "Domain", "Intake", "JSON", "Ports", "Transport", logging]),
        test(
            "ConsoleTests",
            [
                "CEL", "Console", "Domain", "Intake", "JSON", "Ledger", "Ports", "Response", "Transport", lifecycle,
                logging,
            ]
        ),
        test(
            "ActionsTests",
            ["Actions", "CEL", "Domain", "JSON", "Playbooks", "Ports", "Response", "TestKit", "Transport"]
        ),
        test(
            "RelaysTests",
            ["CEL", "Domain", "JSON", "Ledger", "Ports", "Relays", "TestKit", "Transport", logging]
        ),
        test(
            "CommandLineToolTests",
            [
                "AuditViews", "CommandLineTool", "Console", "Domain", "Engine", "Ledger", "Playbooks", "Ports",
                "Quarantine", "Registries", "Relays", "Response", "StoreSQLite", "TestKit", grdb, logging,
            ]
        ),
        test(
            "TidyTests",
            ["Actions", "CEL", "CommandLineTool", "Domain", "Intake", "Playbooks", "Rehearsal", "Simulation"]
        ),
        // Against real brokers and servers on loopback.
        test("TransportTests", ["Transport"]),
        test("RegistriesTests", ["Domain", "Ports", "Registries"]),
        test(
            "RelayScenarios",
            ["CEL", "Domain", "JSON", "Ledger", "Ports", "Relays", "TestKit", "Testbed", "Transport", logging]
        ),
        test("ScenarioTests", ["CEL", "Domain", "JSON", "Testbed", "Transport"]),
    ],
    cxxLanguageStandard: .cxx17
)
