import Authoring
import Testing

/// What fuzzing found: the time grew with the square of the line, and a text by itself was not formatted.
@Suite struct FuzzingRegressionTests {
    @Test(arguments: [("|\n 1", "|-\n  1\n"), (">+\n    a\n\n", ">+\n  a\n\n"), ("|1\n  a\n", "|2\n   a\n")])
    func `a document may be a block text alone`(_ text: String, _ expected: String) throws {
        #expect(try PlaybookFormatter().format(text: text, file: "a.yaml") == expected)
        #expect(try PlaybookFormatter().format(text: expected, file: "a.yaml") == expected)
    }

    @Test(.timeLimit(.minutes(1))) func `a line may hold thousands of values`() throws {
        let text = "a: [\(String(repeating: "{b: \"${{ event.name }}\"}, ", count: 3_000))1]\n"
        let result = try PlaybookFormatter().format(text: text, file: "a.yaml")
        #expect(result.split(separator: "\n").count == 3_002)
    }
}
