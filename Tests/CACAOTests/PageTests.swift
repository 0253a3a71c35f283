import CACAO
import Foundation
import Playbooks
import Testing

/// What docs/cacao.md shows is so.
@Suite struct PageTests {
    private static let page: String = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/cacao.md")
        return (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    }()

    /// The blocks of code with these words behind the fence.
    private static func blocks(_ info: String) -> [String] {
        page.components(separatedBy: "```\(info)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    private static let compiler = CACAOCompiler(
        PlaybookCompiler(CompilerContext(actions: Reading.actions, connections: nil)),
        now: Reading.now
    )

    @Test func `the playbook of the page becomes what the page says, and compiles without a warning`() throws {
        let json = try #require(Self.blocks("json cacao").first)
        let yaml = try #require(Self.blocks("yaml cacao").first)
        let translated = try Self.compiler.translate(bytes: Array(json.utf8), file: "cacao.md")
        let text = translated.text.split(separator: "\n").drop { $0.hasPrefix("#") }.joined(separator: "\n")
        #expect(text == yaml)
        #expect(try Self.compiler.compile(bytes: Array(json.utf8), file: "cacao.md").warnings.isEmpty)
    }

    @Test func `the extension of the page is understood`() throws {
        let json = try #require(Self.blocks("json cacao").last)
        #expect(Self.blocks("json cacao").count == 2)
        let compiled = try Self.compiler.compile(bytes: Array(json.utf8), file: "cacao.md")
        #expect(compiled.warnings.isEmpty)
        #expect(compiled.playbook.steps.map(\.path).contains("cut-off"))
    }

    @Test func `every property of the extension is on the page`() {
        for key in CordonExtension.playbookKeys + CordonExtension.stepKeys + CordonExtension.agentKeys {
            #expect(Self.page.contains("`\(key)`"), "\(key)")
        }
    }
}
