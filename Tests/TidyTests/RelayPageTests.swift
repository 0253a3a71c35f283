import CommandLineTool
import Foundation
import Testing

/// `docs/relays.md`: what it shows can be copied into a configuration.
@Suite struct RelayPageTests {
    private static let page = Repository.File(path: "docs/relays.md", text: Repository.text("docs/relays.md"))
    private static let examples = Fence.all(in: page).filter { $0.info == "yaml" }.map(\.text)

    @Test(arguments: examples) func `an example is read without a problem`(_ example: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = "connections: {}\n\(example)"
        try text.write(to: folder.appending(path: "cordon.yaml"), atomically: true, encoding: .utf8)
        _ = try Settings(folder: WorkingFolder(folder.path()), environment: [:])
    }

    @Test func `every kind is shown`() {
        let reference = Repository.text("docs/reference/configuration.md")
        let kinds = Pattern(#"^### `kind: ([\w-]+)`, of a relay$"#).captures(in: reference)
        #expect(kinds.count == 4)
        for kind in kinds { #expect(Self.examples.contains { $0.contains("kind: \(kind)\n") }, "\(kind)") }
    }
}
