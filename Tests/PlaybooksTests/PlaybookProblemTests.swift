import Domain
import Playbooks
import Testing

@Suite struct PlaybookProblemTests {
    private static let compiler = PlaybookCompiler(.forExamples(actions: FakeActions.all))

    @Test(arguments: PlaybookProblem.allCases)
    func `every code about playbooks is triggered by its example`(_ problem: PlaybookProblem) {
        let found = Compiling.findings(problem.example, with: Self.compiler)
        #expect(found.contains { $0.code == problem.code && $0.severity == problem.severity }, "\(found)")
    }

    @Test(arguments: PlaybookProblem.allCases.filter { $0.severity == .error })
    func `an example has the one problem that it is an example of`(_ problem: PlaybookProblem) {
        let errors = Compiling.findings(problem.example, with: Self.compiler).filter { $0.severity == .error }
        #expect(Set(errors.map(\.code)) == [problem.code], "\(errors)")
    }

    @Test(arguments: YAMLProblem.allCases.filter { $0.code > "YM0200" })
    func `every code about keys is triggered by its example`(_ problem: YAMLProblem) {
        #expect(Compiling.codes(problem.example).contains(problem.code))
    }

    @Test func `codes are unique and of one form`() {
        let codes = YAMLProblem.allCases.map(\.code) + PlaybookProblem.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /(YM|PB)\d{4}/) != nil })
        #expect(YAMLProblem.allCases.map(\.code) == YAMLProblem.allCases.map(\.code).sorted())
        #expect(PlaybookProblem.allCases.map(\.code) == PlaybookProblem.allCases.map(\.code).sorted())
    }

    @Test func `every code has a title and an explanation that is a sentence`() {
        let all: [any CataloguedProblem] = YAMLProblem.allCases + PlaybookProblem.allCases
        #expect(all.allSatisfy { !$0.title.isEmpty && $0.explanation.hasSuffix(".") })
    }
}
