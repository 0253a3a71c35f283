import Actions
import CACAO
import Domain
import Playbooks
import Testing

@Suite struct CACAOProblemTests {
    @Test(arguments: CACAOProblem.allCases)
    func `every code about CACAO is triggered by its example`(_ problem: CACAOProblem) {
        let found = Reading.findings(problem.example)
        #expect(found.contains { $0.code == problem.code && $0.severity == problem.severity }, "\(found)")
    }

    @Test(arguments: CACAOProblem.allCases.filter { $0.severity == .error })
    func `an example has the one problem that it is an example of`(_ problem: CACAOProblem) {
        let errors = Reading.findings(problem.example).filter { $0.severity == .error }
        #expect(Set(errors.map(\.code)) == [problem.code], "\(errors)")
    }

    @Test func `codes are unique and of one form, each with a title and a sentence`() {
        let codes = CACAOProblem.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /CA\d{4}/) != nil })
        #expect(codes == codes.sorted())
        #expect(CACAOProblem.allCases.allSatisfy { !$0.title.isEmpty && $0.explanation.hasSuffix(".") })
    }
}
