import Foundation

/// One file of Google's conformance tests, as plain JSON.
///
/// - Source: google/cel-spec, `tests/simple/testdata`.
struct ConformanceFile: Decodable {
    struct Section: Decodable {
        let name: String
        let tests: [ConformanceTest]
    }

    /// `basic`, `string_ext`
    let file: String
    /// `core`, `extension` or `proto`
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

    /// Whatever files there are, in the order of their names.
    static func all(in folder: URL) throws -> [ConformanceFile] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try JSONDecoder().decode(ConformanceFile.self, from: Data(contentsOf: $0)) }
    }
}
