import CEL
import Domain
import Foundation
import Playbooks
import Testing

@Suite struct SourceTextTests {
    /// The line and column at which a word of a scalar stands, by way of its place in the scalar's text.
    private func place(of word: String, in yaml: String) throws -> String {
        let document = try YAML.document(yaml)
        let node = try #require(document.root?["x"])
        let text = try #require(node.scalar?.text)
        let range = try #require(text.range(of: word))
        let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        let end = text.utf8.distance(from: text.startIndex, to: range.upperBound)
        let span = document.source.span(of: node, bytes: start..<end)
        return "\(span.line):\(span.column)+\(span.length)"
    }

    @Test(arguments: [
        ("x: alpha beta", "1:10+4"),
        ("x: 'alpha beta'", "1:11+4"),
        ("x: \"alpha beta\"", "1:11+4"),
        ("x: 'it''s alpha ''beta'''", "1:19+4"),
        ("x: é alpha beta", "1:12+4"),
        ("x: alpha\n   gamma\n   beta", "3:4+4"),
        ("x: |\n  alpha\n   beta\n", "3:4+4"),
        ("x: >-   # beta in a comment\n  alpha\n\n  gamma beta\n", "4:9+4"),
        ("x: |2\n    alpha\n  beta\n", "3:3+4"),
        ("x: \"alpha \\t beta\"", "1:4+15"),
    ])
    func `a part of a scalar is found in the file`(_ yaml: String, _ expected: String) throws {
        #expect(try place(of: "beta", in: yaml) == expected)
    }

    @Test func `a diagnostic is drawn under its source line`() throws {
        let document = try YAML.document("a: 1\nxs: [one, two]\n")
        let source = document.source
        let node = try #require(document.root?["xs"])
        let found = Diagnostic(.error, code: "PB0101", "no", at: source.span(of: node), remedy: "did you mean 'yes'?")
        #expect(
            source.rendered([found]) == """
                test.yaml:2:5: error[PB0101]: no
                  2 | xs: [one, two]
                    |     ^^^^^^^^^^ did you mean 'yes'?
                """
        )
    }

    private static func rendered(column: Int, length: Int, in line: String) -> [Substring] {
        let span = SourceSpan(file: "a.yaml", line: 1, column: column, length: length)
        return SourceText(line, file: "a.yaml").rendered([Diagnostic(.error, code: "PB0101", "no", at: span)])
            .split(separator: "\n")
    }

    /// A bug that fuzzing found: a hundred findings in a file of one line of 256 KiB printed it a hundred times.
    @Test(arguments: [1, 42, 150, 5_000, 9_996])
    func `of a long line the part around the place is shown, with the caret below it`(_ column: Int) {
        var line = Array(repeating: "é" as Unicode.Scalar, count: 10_000)
        line.replaceSubrange(column - 1..<column + 3, with: "word".unicodeScalars)
        let lines = Self.rendered(column: column, length: 4, in: String(String.UnicodeScalarView(line)))
        let (text, below) = (lines[1].unicodeScalars.dropFirst(6), lines[2].unicodeScalars.dropFirst(6))
        #expect(text.count <= 242)
        #expect(String(text.dropFirst(below.prefix { $0 == " " }.count).prefix(4)) == "word")
        #expect(below.count { $0 == "^" } == 4)
        #expect((text.first == "…") == (column > 236), "what comes before is cut off, and that is shown")
        #expect((text.last == "…") == (column < 9_000), "and so is what comes after")
    }

    @Test(arguments: [(240, 1), (160, 81), (161, 80), (241, 1), (1, 240)])
    func `a line that fits is shown as it is, wherever the place is`(_ column: Int, _ length: Int) {
        let line = String(repeating: "a", count: 240)
        #expect(Self.rendered(column: column, length: length, in: line)[1] == "  1 | \(line)")
    }

    @Test(arguments: [(10_001, 1, 1), (5_000, 5_001, 160), (1, 10_000, 240)])
    func `a place at the end or beyond what is shown has a caret`(_ column: Int, _ length: Int, _ carets: Int) {
        let lines = Self.rendered(column: column, length: length, in: String(repeating: "a", count: 10_000))
        #expect(lines[2].count { $0 == "^" } == carets)
    }
}
