import Actions
import CACAO
import CEL
import Domain
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
                + "`firewall`. What `cordon test` finds in a file of tests has a code that begins with `PT`; those of "
                + "`CA…` are about CACAO playbooks ([cacao.md](../cacao.md))."
        )
        let all: [any CataloguedProblem] =
            PlaybookProblem.allCases + RehearsalProblem.allCases + YAMLProblem.allCases + CACAOProblem.allCases
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
        return page.text
    }

    private func add(
        _ problem: some CataloguedProblem,
        _ bytes: [UInt8],
        to page: inout MarkdownPage,
        findings: ([UInt8]) -> [Finding]
    ) {
        page.heading("\(problem.code)")
        page.paragraph("**\(problem.title)** (\(problem.severity.rawValue)). \(problem.explanation)")
        guard bytes.count <= Self.bytesMax else {
            page.paragraph("The example has \(bytes.count) bytes, and is left out here.")
            return
        }
        // What could steer a terminal, or a reader of this page, is shown as a replacement character.
        let lines = problem.example.split(separator: "\n", omittingEmptySubsequences: false)
        page.code(lines.map { DisplayText.harmless(String($0)) }.joined(separator: "\n"), "yaml refused")
        let found = findings(bytes).filter { $0.diagnostic.code == problem.code }
        page.code(found.prefix(1).map(\.text).joined(), "text")
    }

    /// The examples of CACAO are long, and differ from one another in a line: what is said of it shows that line.
    private func add(_ problem: CACAOProblem, to page: inout MarkdownPage) {
        page.heading("\(problem.code)")
        page.paragraph("**\(problem.title)** (\(problem.severity.rawValue)). \(problem.explanation)")
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

    private typealias Finding = (diagnostic: Diagnostic, text: String)

    private func findings(_ bytes: [UInt8]) -> [Finding] {
        do throws(PlaybookRejected) {
            let compiled = try compiler.compile(bytes: bytes, file: "example.yaml")
            return compiled.warnings.map { ($0, compiled.source.rendered([$0])) }
        } catch {
            let source = error.source
            return error.diagnostics.map { ($0, source.rendered([$0])) }
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
            return error.findings.diagnostics.map { ($0, source.rendered([$0])) }
        }
    }

    private static let time = Instant(millisecondsSinceEpoch: 0)
}
