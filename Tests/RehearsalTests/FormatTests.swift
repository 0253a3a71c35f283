import Playbooks
import Rehearsal
import Testing

/// What is no test is said to be none, at its place.
@Suite struct FormatTests {
    private static let bench = Bench(RehearsalProblem.examplePlaybook)

    private static func problems(_ text: String, _ bench: Bench = bench) -> String {
        do throws(SuiteRejected) {
            _ = try bench.suite(text)
            return ""
        } catch {
            return error.description
        }
    }

    @Test(arguments: RehearsalProblem.allCases) func `every code is triggered by its example`(
        _ problem: RehearsalProblem
    ) {
        #expect(Self.problems(problem.example).contains("error[\(problem.code)]"))
    }

    @Test func `codes and explanations have the form of all codes`() {
        #expect(RehearsalProblem.allCases.map(\.code) == RehearsalProblem.allCases.map(\.code).sorted())
        #expect(RehearsalProblem.allCases.allSatisfy { $0.code.wholeMatch(of: /PT\d{4}/) != nil })
        #expect(RehearsalProblem.allCases.allSatisfy { $0.explanation.hasSuffix(".") && !$0.title.isEmpty })
    }

    @Test func `all problems of a file are reported, each with a way out`() {
        let text = """
            tests:
              - name: a
                given: {event: {severty: high}, device: {id: "a b"}, mode: enforced, now: today}
                outcomes: {tel: fails, tell: 503 thrice}
                later: [{after: 5, event: {}}, {after: 5s, event: {}, restart: true}]
                expect: {steps: [tel: ok, tell: fine], outcome: containd, elapsed: soon}
            """
        let found = Self.problems(text)
        #expect(found.contains("did you mean 'severity'?"))
        #expect(found.contains("contain.test.yaml:3:21"))
        #expect(found.contains("did you mean 'enforce'?"))
        #expect(found.contains("a device is named with"))
    }

    @Test func `the rest of a test is read where what is given can be`() {
        let text = """
            tests:
              - name: a
                outcomes: {tel: fails, tell: 503 thrice, person: perhaps, soc: up}
                later: [{after: 5, event: {}}, {after: 5s, event: {}, restart: true}]
                expect: {steps: [tel: ok, tell: fine], outcome: containd, elapsed: soon, held: {step: tel}}
            """
        let found = Self.problems(text)
        for words in [
            "no step, action or connection 'tel'", "'503 thrice' is no outcome",
            "'perhaps' is nothing that a person says",
            "'up' is nothing that a connection does", "'after' is a length of time", "it says several things",
            "no step 'tel'", "'fine' is no state of a step", "did you mean 'contained'?",
            "'elapsed' is a length of time",
        ] {
            #expect(found.contains(words), "\(words)\n\(found)")
        }
    }

    @Test func `hostile text of a file reaches no terminal as it is`() {
        let found = Self.problems("tests:\n  - {name: \"a\", outcomes: {\"\\e[31mtell\": fails}, expect: {}}")
        #expect(found.contains("\\u{1b}[31mtell"))
        #expect(!found.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `a test expects something of a whole mapping, and nothing evaluates its text`() {
        #expect(Self.problems("tests:\n  - {name: a}").contains("a test needs the key 'expect'"))
        #expect(Self.problems("- a").contains("a file of tests is a mapping"))
        #expect(Self.problems("").contains("PT0101"))
        let test = "given: {event: {name: \"${{ device.id }}\"}}\nexpect: {effects: [{text: 'device-1: soc-1'}]}"
        #expect(Self.bench.differences(test) == "")
    }
}
