import Foundation

/// Hostile and odd YAML that lies beside the repository, where it is there.
enum Torture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/suites/yaml-torture")

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    static var files: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return all.filter { $0.hasSuffix(".yaml") }.sorted()
    }

    static func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: file)))
    }
}
