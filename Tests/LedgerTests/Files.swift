import Foundation
import Testing

/// Files of the repository and beside it.
enum Files {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// Test vectors of others. They are not part of the repository; where they are absent, their tests are skipped.
    static let suites = root.appending(path: "../shared/data/suites")

    static func hasSuite(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: suites.appending(path: name).path())
    }

    static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

    /// The JSON files below a folder of a suite, in the order of their paths.
    static func vectors(_ folder: String) throws -> [URL] {
        let base = suites.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path())
        return paths.filter { $0.hasSuffix(".json") }.sorted().map { base.appending(path: $0) }
    }
}
