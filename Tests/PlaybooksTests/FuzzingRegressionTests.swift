import Domain
import Playbooks
import Testing

/// What fuzzing found. These took minutes, or pointed to a line that there is not.
@Suite struct FuzzingRegressionTests {
    private static func findings(_ bytes: [UInt8]) -> [Diagnostic] {
        do throws(PlaybookRejected) {
            return try Compiling.compiler.compile(bytes: bytes, file: "test.yaml").warnings
        } catch {
            return error.diagnostics
        }
    }

    private static func places(_ bytes: [UInt8]) -> [String] {
        findings(bytes).map { "\($0.span.line):\($0.span.column) \($0.code)" }
    }

    // MARK: Places

    @Test(arguments: ["a: {b: 1", "a: [", "\n\"a"]) func `a text that ends too early is wrong at its end`(
        _ text: String
    ) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = "\(lines.count):\((lines.last ?? "").count + 1)"
        #expect(Compiling.places(text).contains("\(end) YM0104"))
    }

    @Test(arguments: ["\u{2028}", "\u{85}", "\u{B}", "\u{C}", "\r"])
    func `only a line feed begins a line before a byte that is not UTF-8`(_ character: String) {
        #expect(Self.places(Array("a: \(character)b".utf8) + [0xFF]) == ["1:6 YM0101"])
        #expect(Self.places(Array("a:\nb: \(character)".utf8) + [0xFF]).first?.hasPrefix("2:") == true)
    }

    // MARK: Time

    @Test(.timeLimit(.minutes(1)), arguments: ["x", "item", "steps.only.ok"])
    func `texts may hold thousands of wrong expressions`(_ expression: String) {
        let part = "${{ \(expression) }}"
        let text = "'\(String(repeating: part, count: PlaybookLimits.placedBytesMax / part.utf8.count))'"
        let texts = Array(repeating: text, count: 15).joined(separator: ", ")
        #expect(Compiling.findings(Compiling.noting("[\(texts)]")).count == PlaybookLimits.findingsMax)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["${{ x", "${{ x }}"])
    func `a line may hold thousands of wrong texts`(_ text: String) {
        let texts = Array(repeating: "\"\(text)\"", count: 9_000).joined(separator: ", ")
        #expect(Compiling.findings(Compiling.noting("[\(texts)]")).count == PlaybookLimits.findingsMax)
    }

    @Test func `a finding in a very long text is told of the text as a whole`() throws {
        let length = PlaybookLimits.placedBytesMax
        let text = Compiling.noting("'\(String(repeating: "a", count: length)) ${{ x }}'")
        let found = try #require(Compiling.findings(text).first)
        #expect(found.span.column == Compiling.noting("").split(separator: "\n").last.map { $0.count })
        #expect(found.span.length > length)
    }
}
