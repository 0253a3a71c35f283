import Authoring
import Testing

/// What fuzzing found: the time grew with the square of the line.
@Suite struct FuzzingRegressionTests {
    @Test(.timeLimit(.minutes(1))) func `a line may hold thousands of values`() throws {
        let text = "a: [\(String(repeating: "{b: \"${{ event.name }}\"}, ", count: 3_000))1]\n"
        let result = try PlaybookFormatter().format(text: text, file: "a.yaml")
        #expect(result.split(separator: "\n").count == 3_002)
    }
}
