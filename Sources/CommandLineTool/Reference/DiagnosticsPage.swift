import Actions
package import Authoring
import CACAO
import CEL
import Domain
import Foundation
import Playbooks
import Rehearsal

/// What can be wrong with a playbook, each with an example and with what `cordon check` says of it.
struct DiagnosticsPage {
    private static let bytesMax = 600

    private let compiler = PlaybookCompiler(.forExamples(actions: BuiltInActions.descriptors))

    var text: String {
        var page = MarkdownPage("Diagnostics")
        page.paragraph(
            "Every finding of `cordon check` has a code that stays. An error keeps a playbook from being loaded; a "
                + "warning does not. The examples are checked against the connections `broker`, `registry`, `soc` and "
                + "`firewall`, and each of them is a test."
        )
        page.paragraph(
            "`PB` is about what a playbook says, `YM` about YAML, of playbooks and of `cordon.yaml` alike, `FD` about files, "
                + "folders and the environment, `PT` about tests of playbooks ([testing.md](testing.md)), and `CA` about "
                + "CACAO playbooks ([cacao.md](cacao.md)). How findings come as JSON, SARIF and annotations is told in "
                + "[authoring.md](authoring.md#cordon-check)."
        )
        let all = PathCheck.catalogue.problems
        page.table(
            ["code", "", "title"],
            all.map { ["[`\($0.code)`](#\($0.code.lowercased()))", $0.severity.rawValue, $0.title] }
        )
        for problem in PlaybookProblem.allCases {
            add(problem, Array(problem.example.utf8), to: &page, findings: findings)
        }
        for problem in RehearsalProblem.allCases {
            add(problem, Array(problem.example.utf8), to: &page, findings: findingsOfTests)
        }
        for problem in YAMLProblem.allCases { add(problem, problem.exampleBytes, to: &page, findings: findings) }
        for problem in CACAOProblem.allCases { add(problem, to: &page) }
        for problem in FolderProblem.allCases { add(problem, to: &page) }
        return page.text
    }

    private func add(
        _ problem: some CataloguedProblem,
        _ bytes: [UInt8],
        to page: inout MarkdownPage,
        findings: ([UInt8]) -> [Finding]
    ) {
        introduce(problem, &page)
        let found = findings(bytes).filter { $0.diagnostic.code == problem.code }
        if bytes.count <= Self.bytesMax {
            // What could steer a terminal, or a reader of this page, is shown as a replacement character.
            let lines = problem.example.split(separator: "\n", omittingEmptySubsequences: false)
            page.code(lines.map { DisplayText.harmless(String($0)) }.joined(separator: "\n"), "yaml refused")
            page.code(found.prefix(1).map { TextReport().text($0) }.joined(), "text")
        } else {
            page.paragraph("The example has \(bytes.count) bytes, and is left out here. What is said of it begins:")
            page.code(found.prefix(1).map { Self.headline($0) }.joined(), "text")
        }
    }

    /// The examples of CACAO are long, and differ from one another in a line: what is said of it shows that line.
    private func add(_ problem: CACAOProblem, to page: inout MarkdownPage) {
        introduce(problem, &page)
        let bytes = Array(problem.example.utf8)
        guard problem != .tooLarge else {
            return page.paragraph("The example has \(bytes.count) bytes, and is left out here.")
        }
        page.code(cacaoFindings(bytes).filter { $0.code == problem.code }.prefix(1).map(\.text).joined(), "text")
    }

    private func cacaoFindings(_ bytes: [UInt8]) -> [(code: String, text: String)] {
        // A fixed time: a page is the same whenever it is made.
        let now = Instant(millisecondsSinceEpoch: 1_780_272_000_000)
        do throws(PlaybookRejected) {
            let compiled = try CACAOCompiler(compiler, now: now).compile(bytes: bytes, file: "example.json")
            return compiled.warnings.map { ($0.code, compiled.source.rendered([$0])) }
        } catch {
            let source = error.source
            return error.diagnostics.map { ($0.code, source.rendered([$0])) }
        }
    }

    private func add(_ problem: FolderProblem, to page: inout MarkdownPage) {
        introduce(problem, &page)
        switch problem {
        case .duplicateName:
            page.paragraph("Where this stands in `a.yaml` and in `b.yaml`:")
            page.code(problem.example, "yaml")
        case .missingFile, .unknownPlaybook:
            page.paragraph("Where this stands in `cordon.yaml`:")
            page.code(problem.example, "text")
        case .unreadable, .wrongSetting, .unknownVariable, .noPlaybooks:
            page.code(problem.example, "sh")
        }
        page.code(FolderExample(problem).findings.map { TextReport().text($0) }.joined(separator: "\n"), "text")
    }

    private func introduce(_ problem: some CataloguedProblem, _ page: inout MarkdownPage) {
        page.heading("\(problem.code)")
        page.paragraph("**\(problem.title)** (\(problem.severity.rawValue)). \(problem.explanation)")
    }

    private static func headline(_ finding: Finding) -> String {
        let text = TextReport().text(finding)
        return String(text.prefix { $0 != "\n" })
    }

    private func findings(_ bytes: [UInt8]) -> [Finding] {
        do throws(PlaybookRejected) {
            let compiled = try compiler.compile(bytes: bytes, file: "example.yaml")
            return compiled.warnings.map { Finding($0, in: compiled.source) }
        } catch {
            return error.diagnostics.map { Finding($0, in: error.source) }
        }
    }

    /// What is wrong with tests of ``RehearsalProblem/examplePlaybook``.
    private func findingsOfTests(_ bytes: [UInt8]) -> [Finding] {
        let text = RehearsalProblem.examplePlaybook
        guard let playbook = try? compiler.compile(text: text, file: "example.yaml") else { return [] }
        let subject = RehearsalSubject(playbook: playbook, text: text) { inputs in
            var context = CompilerContext.forExamples(actions: BuiltInActions.descriptors)
            context.overrides = [playbook.name: inputs]
            return PlaybookCompiler(context).result(of: text, file: "example.yaml")
        }
        do throws(SuiteRejected) {
            _ = try SuiteReader.read(bytes: bytes, file: "example.test.yaml", of: subject) {
                (path, _) throws(OperatorError) in try EventFile(path: path).read(arrived: Self.time)
            }
            return []
        } catch {
            let source = error.findings.source
            return error.findings.diagnostics.map { Finding($0, in: source) }
        }
    }

    private static let time = Instant(millisecondsSinceEpoch: 0)
}

/// What ``FolderProblem/example`` comes to, in a folder that is made for it and is gone afterwards.
package struct FolderExample {
    package let findings: [Finding]

    package init(_ problem: FolderProblem) {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "cordon-example-\(UUID().uuidString)"
        )
        let root = folder.path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let write = { (text: String, name: String) in
            _ = FileManager.default.createFile(atPath: "\(root)/\(name)", contents: Data(text.utf8))
        }
        var check = PathCheck(environment: Self.environment(problem))
        switch problem {
        case .unreadable: check.check("\(root)/no-such-folder")
        case .duplicateName:
            for name in ["a.yaml", "b.yaml"] { write(problem.example, name) }
            check.check(root)
        case .noPlaybooks:
            try? FileManager.default.createDirectory(atPath: "\(root)/playbooks", withIntermediateDirectories: true)
            check.check("\(root)/playbooks")
        case .wrongSetting, .unknownVariable, .missingFile, .unknownPlaybook:
            let isText = problem == .missingFile || problem == .unknownPlaybook
            write(isText ? problem.example : "connections: {}\n", ConfigurationFile.name)
            try? FileManager.default.createDirectory(atPath: "\(root)/playbooks", withIntermediateDirectories: true)
            let other = "playbook: example\nmode: drill\non: {event: violation}\nsteps:\n  - {id: rest, wait: 1s}\n"
            write(other, "playbooks/example.yaml")
            check.check(root)
        }
        findings = check.report.findings.map { Self.relative($0, to: root + "/") }
    }

    private static func environment(_ problem: FolderProblem) -> [String: String] {
        switch problem {
        case .wrongSetting: ["CORDON_MODE": "never"]
        case .unknownVariable: ["CORDON_LISEN": "127.0.0.1:8787"]
        case .unreadable, .duplicateName, .missingFile, .unknownPlaybook, .noPlaybooks: [:]
        }
    }

    private static func relative(_ finding: Finding, to root: String) -> Finding {
        let diagnostic = finding.diagnostic
        let span = diagnostic.span
        return Finding(
            Diagnostic(
                diagnostic.severity,
                code: diagnostic.code,
                diagnostic.message.replacing(root, with: ""),
                at: SourceSpan(
                    file: span.file.replacing(root, with: ""),
                    line: span.line,
                    column: span.column,
                    length: span.length
                ),
                remedy: diagnostic.remedy
            ),
            finding.excerpt
        )
    }
}
