import Authoring
import CommandLineTool
import Domain
import Foundation
import Testing

/// What is shipped shows how it is done.
@Suite struct ShippedTests {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every YAML file that a newcomer may copy, from the repository's root.
    static let files = ["Playbooks", "examples", "Sources/CommandLineTool/Starter"].flatMap { folder in
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path())) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }.sorted()
    }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: root.appending(path: file), encoding: .utf8)
    }

    @Test(arguments: files) func `every playbook that is shipped is in the one layout`(_ file: String) throws {
        let text = try Self.text(file)
        #expect(try PlaybookFormatter().format(text: text, file: file) == text, "run 'cordon fmt \(file)'")
    }

    @Test(arguments: FolderProblem.allCases) func `every code about folders is triggered by its example`(
        _ problem: FolderProblem
    ) {
        let findings = FolderExample(problem).findings
        #expect(findings.map(\.diagnostic.code) == [problem.code])
        #expect(findings.allSatisfy { !$0.diagnostic.span.file.hasPrefix("/") })
    }
}
