import Foundation

/// The files of this repository, as the rules read them.
enum Repository {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: Sendable {
        /// From the repository's root.
        let path: String
        let text: String
        /// For a Swift file: its code and its comments apart.
        let swift: SwiftText?

        init(path: String, text: String) {
            self.path = path
            self.text = text
            swift = path.hasSuffix(".swift") ? SwiftText(text) : nil
        }

        var name: String { String(path.split(separator: "/").last ?? "") }
        var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    }

    /// Every file that is written by hand: no build output, nothing hidden but the continuous integration.
    static let files: [File] = {
        let roots = [
            ".ci", "Benchmarks", "Fuzzing", "Makefile", "Package.swift", "Playbooks", "README.md", "Sources", "Tests",
            "docs", "examples", "scripts",
        ]
        return roots.flatMap(paths).sorted().compactMap { path in
            guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
            return File(path: path, text: text)
        }
    }()

    static let swift = files.filter { $0.path.hasSuffix(".swift") }
    static let markdown = files.filter { $0.path.hasSuffix(".md") }

    static func swift(under folder: String) -> [File] { swift.filter { $0.path.hasPrefix(folder + "/") } }

    static func text(_ path: String) -> String { files.first { $0.path == path }?.text ?? "" }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    /// The folders right below one.
    static func folders(in path: String) -> [String] {
        let url = root.appending(path: path)
        let all = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        return all.filter(\.hasDirectoryPath).map(\.lastPathComponent).sorted()
    }

    private static func paths(_ top: String) -> [String] {
        var isFolder: ObjCBool = false
        let path = root.appending(path: top).path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        guard isFolder.boolValue else { return [top] }
        let below = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return below.filter { !$0.contains(".build/") }.map { "\(top)/\($0)" }
    }
}
