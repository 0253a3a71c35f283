package import Playbooks

/// Every kind of finding that there is, by its code.
package struct Catalogue: Sendable {
    /// In the order in which the documentation lists them.
    package let problems: [any CataloguedProblem]
    private let places: [String: Int]

    /// - Parameter more: kinds that only a command knows.
    package init(more: [any CataloguedProblem] = []) {
        let problems: [any CataloguedProblem] = PlaybookProblem.allCases + YAMLProblem.allCases + more
        self.problems = problems
        places = Dictionary(problems.indices.map { (problems[$0].code, $0) }) { first, _ in first }
    }

    package func place(of code: String) -> Int? { places[code] }

    package subscript(code: String) -> (any CataloguedProblem)? { places[code].map { problems[$0] } }
}
