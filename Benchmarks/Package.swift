// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// A package of its own, so that neither the product nor its tests build what only a benchmark needs.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "cordon", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // Without its traits it needs no allocator of its own. Its counts of allocations then say nothing.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // What happens in memory, in micro- and nanoseconds.
        .executableTarget(
            name: "Micro",
            dependencies: [
                "Conditions",
                "Logs",
                "RawSimdJSON",
                .product(name: "Internals", package: "cordon"),
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Micro",
            resources: [.embedInCode("event.json")],
            swiftSettings: strict,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        // The conditions that are evaluated, for time and for allocations alike.
        .target(
            name: "Conditions",
            dependencies: [.product(name: "Internals", package: "cordon")],
            path: "Conditions",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Allocations",
            dependencies: ["Conditions", "CountedMalloc"],
            path: "Allocations",
            swiftSettings: strict
        ),
        .target(name: "CountedMalloc", path: "CountedMalloc"),
        // The audit log that is written, in memory and into a database.
        .target(
            name: "Logs",
            dependencies: [.product(name: "Internals", package: "cordon")],
            path: "Logs",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Appending",
            dependencies: ["Logs", .product(name: "Internals", package: "cordon")],
            path: "Appending",
            swiftSettings: strict
        ),
        // simdjson as it comes, without what Cordon adds: the limit that parsing is held against.
        .target(name: "RawSimdJSON", path: "RawSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    ],
    cxxLanguageStandard: .cxx17
)
