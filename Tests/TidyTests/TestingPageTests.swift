import Actions
import Domain
import Playbooks
import Rehearsal
import Testing

/// `docs/testing.md`: what it shows is run, and what a test may say stands there.
@Suite struct TestingPageTests {
    private static let page = Repository.text("docs/testing.md")
    private static let fences = Fence.all(in: Repository.File(path: "docs/testing.md", text: page))

    @Test func `the tests of the page pass, and show all of its playbook`() throws {
        let text = try #require(fences(of: "yaml").first { $0.hasPrefix("playbook:") })
        let playbook = try Self.compiler([:]).compile(text: text, file: "testing.md")
        let subject = RehearsalSubject(playbook: playbook, text: text) { inputs in
            Self.compiler(inputs).result(of: text, file: "testing.md")
        }
        let tests = fences(of: "yaml test")
        #expect(tests.count == 1)
        for written in tests {
            let suite = try SuiteReader.read(bytes: Array(written.utf8), file: "testing.md", of: subject) {
                (path, _) throws(OperatorError) in
                throw OperatorError(attempted: "read \(path)", reason: "the page has no files", remedy: "name none")
            }
            let report = Rehearsal.run(suite, of: subject, actions: BuiltInActions.kinds)
            #expect(report.failed.map { "\($0.test.name): \($0.differences)" } == [])
            #expect(report.coverage.missed.map { "\($0.line): \($0.text)" } == [])
        }
    }

    @Test func `every key of a test is explained`() {
        for key in Set(SuiteForm.all.flatMap(\.keys)).subtracting(["tests", "name", "given", "expect"]) {
            #expect(Self.page.contains("`\(key)") || Self.page.contains("\(key): "), "\(key)")
        }
    }

    private func fences(of info: String) -> [String] { Self.fences.filter { $0.info == info }.map(\.text) }

    private static func compiler(_ inputs: InputValues) -> PlaybookCompiler {
        var context = CompilerContext.forExamples(actions: BuiltInActions.descriptors)
        context.overrides = inputs.isEmpty ? [:] : ["contain-loud-camera": inputs]
        return PlaybookCompiler(context)
    }
}
