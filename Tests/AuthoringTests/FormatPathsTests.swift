import CommandLineTool
import Foundation
import Synchronization
import Testing

/// `cordon fmt`, with files.
@Suite struct FormatPathsTests {
    private static func folder(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-fmt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        return folder.path()
    }

    private static func format(_ folder: String, changes: Bool) throws -> (isDone: Bool, said: String) {
        let said = Mutex("")
        let isDone = try FormatPaths(changes: changes) { line in said.withLock { $0 += line + "\n" } }.format([folder])
        return (isDone, said.withLock { $0.replacingOccurrences(of: folder, with: "") })
    }

    private static func text(_ name: String, in folder: String) throws -> String {
        try String(contentsOf: URL(filePath: folder).appending(path: name), encoding: .utf8)
    }

    @Test func `a file with errors is told and left alone, and the others are formatted`() throws {
        let folder = try Self.folder(["a.yaml": "a: [1\n", "b.yaml": "a:   1\n", "c.txt": "a:   1\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try Self.format(folder, changes: true)
        #expect(!result.isDone)
        #expect(result.said.contains("a.yaml:2:1: error[YM0104]"))
        #expect(try Self.text("a.yaml", in: folder) == "a: [1\n")
        #expect(try Self.text("b.yaml", in: folder) == "a: 1\n")
        #expect(try Self.text("c.txt", in: folder) == "a:   1\n")
    }

    @Test func `a check names what is not in the layout, and changes nothing`() throws {
        let folder = try Self.folder(["a.yaml": "a:   1\n", "b.test.yaml": "b: 1\n", "cordon.yaml": "b:  1\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let said = ["/a.yaml", "/cordon.yaml"].map { "\($0) is not in the one layout: run 'cordon fmt \($0)'\n" }
            .joined()
        #expect(try Self.format(folder, changes: false).said == said)
        #expect(try Self.text("a.yaml", in: folder) == "a:   1\n")
        #expect(try Self.format(folder, changes: true).isDone)
        #expect(try Self.format(folder, changes: false).isDone)
    }

    @Test func `permissions and links stay`() throws {
        let folder = try Self.folder(["a.yml": "a:   1\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(folder)/a.yml")
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/b.yaml", withDestinationPath: "a.yml")
        #expect(try Self.format("\(folder)/b.yaml", changes: true).isDone)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/a.yml")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o640)
        #expect(try Self.text("a.yml", in: folder) == "a: 1\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/b.yaml") == "a.yml")
    }
}
