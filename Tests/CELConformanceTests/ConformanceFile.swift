import Foundation

/// One file of Google's conformance tests, as plain JSON.
///
/// - Source: google/cel-spec, `tests/simple/testdata`.
struct ConformanceFile: Decodable {
    struct Section: Decodable {
        let name: String
        let tests: [ConformanceTest]
    }

    let name: String
    let group: String
    let sections: [Section]

    /// Where the files are: what `CEL_CONFORMANCE` says, else `shared/data/cel` beside the checkout. Nil where there
    /// is no such folder.
    static let folder: URL? = {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder =
            ProcessInfo.processInfo.environment["CEL_CONFORMANCE"].map { URL(filePath: $0) }
            ?? checkout.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "shared/data/cel")
        return FileManager.default.fileExists(atPath: folder.path()) ? folder : nil
    }()

    static func load(_ name: String, from folder: URL) throws -> ConformanceFile {
        let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
        return try JSONDecoder().decode(ConformanceFile.self, from: data)
    }
}
