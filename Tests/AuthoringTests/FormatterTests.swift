import Authoring
import Domain
import Playbooks
import Testing

@Suite struct FormatterTests {
    private static func formatted(_ text: String) throws -> String {
        try PlaybookFormatter().format(text: text, file: "a.yaml")
    }

    /// Layouts, and what becomes of them.
    static let cases: [(String, String)] = [
        // Indentation and blanks.
        ("a:\n    b:   1\n    c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("steps:\n- id: a\n  if: x\n- id: b\n", "steps:\n  - id: a\n    if: x\n  - id: b\n"),
        ("-   - a\n    - b\n-\n  c: 1\n", "- - a\n  - b\n- c: 1\n"),
        ("\n\n---\na: 1\n\n\n\nb: 2\n\n...\n", "a: 1\n\nb: 2\n"),
        ("a:\n\n  b: 1\n", "a:\n  b: 1\n"),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\nb: |\n  x\n  y\n"),
        ("? a\n: 1\n? b\n", "a: 1\nb:\n"),
        ("a: 1", "a: 1\n"), ("", ""), ("# only\n", "# only\n"), ("---\n", ""),
        // Braces and brackets.
        ("a: { b : 1,c: [ 2,3 ,], }\n", "a: {b: 1, c: [2, 3]}\n"),
        ("a: {\n  b: 1,\n  c: 2\n}\nd: []\ne: {}\n", "a: {b: 1, c: 2}\nd: []\ne: {}\n"),
        ("a: {b, c: , 'd': x y\n  z}\n", "a: {b, c, 'd': x y z}\n"),
        ("a: [b:   1, c, {d: 2}]\n", "a: [b: 1, c, {d: 2}]\n"), ("a: [b: , c]\n", "a: [{b}, c]\n"),
        // Comments.
        ("a: 1 # x\nbcd: 2 # y\n", "a: 1    # x\nbcd: 2  # y\n"),
        ("#a\na: 1\n\n#b\nb: 2\n#end", "#a\na: 1\n\n#b\nb: 2\n#end\n"),
        ("a: 1     # x\n         # more\nb: 2\n", "a: 1  # x\n      # more\nb: 2\n"),
        (
            "a:   # x\n    # in a\n    b: 1\n    # end of a\n# before c\nc: 2\n",
            "a:  # x\n  # in a\n  b: 1\n  # end of a\n# before c\nc: 2\n"
        ),
        (
            "steps:\n- id: a\n  # of a\n# of b\n- id: b\n# end\n",
            "steps:\n  - id: a\n    # of a\n  # of b\n  - id: b\n# end\n"
        ),
        ("a: # x\n  1\n", "a: 1  # x\n"), ("a:\n  # x\n  1\n", "# x\na: 1\n"), ("- # x\n  a: 1\n", "# x\n- a: 1\n"),
        ("a: |  # x\n   text # none\n  # y\nb: 1\n", "a: |  # x\n  text # none\n# y\nb: 1\n"),
        ("a: \"x # y\" # z\nb: x#y\n", "a: \"x # y\"  # z\nb: x#y\n"),
        (
            "a: {  # one\n  b: 1,   # two\n  # three\n  c: [1, 2]\n  # four\n}  # five\n",
            "a:      # one\n  b: 1  # two\n  # three\n  c: [1, 2]\n  # four\n# five\n"
        ),
        ("a: {\n  b: 1\n}  # x\n", "a: {b: 1}  # x\n"),
        ("a: [1, # x\n  {b: 2, c: 3}]\n", "a:\n  - 1  # x\n  - {b: 2, c: 3}\n"),
        // Texts.
        ("a: |\n      x\n        y\n\n\n\nb: >-\n   z\n", "a: |\n  x\n    y\n\nb: >-\n  z\n"),
        ("a: |+\n  x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"), ("a: |2\n    x\n", "a: |2\n    x\n"),
        ("a: |\n  x", "a: |-\n  x\n"), ("- |\n x\n- >\n y\n", "- |\n  x\n- >\n  y\n"),
        ("a: b\n c\n\n d # x\n", "a: b\n  c\n\n  d  # x\n"),
        ("a: \"b \\\n    c\\ \n\n d\"\n", "a: \"b \\\n  c\\ \n\n  d\"\n"), ("a: 'it''s\n  so'\n", "a: 'it''s\n  so'\n"),
        ("\"a b\": 1\n'c': 2\n", "\"a b\": 1\n'c': 2\n"),
    ]

    @Test(arguments: cases) func `a text has one layout`(_ text: String, _ expected: String) throws {
        let result = try Self.formatted(text)
        #expect(result == expected)
        #expect(try Self.formatted(result) == result)
    }

    @Test func `what does not fit a line is written line by line`() throws {
        let words = (0..<30).map { "word\($0)" }
        let result = try Self.formatted("- {id: a, list: [\(words.joined(separator: ", "))]}\n")
        #expect(result.hasPrefix("- id: a\n  list:\n    - word0\n    - word1\n"))
        #expect(try Self.formatted(result) == result)
    }

    @Test func `a long line does not push the comments of the others away`() throws {
        let long = String(repeating: "x", count: 60)
        let result = try Self.formatted("a: 1 # one\nb: \(long) # two\nccc: 3 # three\n")
        #expect(result == "a: 1    # one\nb: \(long)  # two\nccc: 3  # three\n")
    }

    @Test(arguments: ["a: [1\n", "a: 1\na: 2\n", "a: &b 1\n", "a: \u{202E}\n", "\ta: 1\n"])
    func `a text with errors is refused, with their places`(_ text: String) {
        let refused = #expect(throws: FormatRefused.self) { try Self.formatted(text) }
        guard case .findings(let findings)? = refused else {
            Issue.record("not refused for its errors")
            return
        }
        #expect(!findings.isEmpty)
    }

    @Test func `whatever is written at random keeps its meaning and its comments, and is formatted once and for all`()
        throws
    {
        for seed in 0..<2_000 {
            var writer = RandomYAML(seed: UInt64(seed))
            let text = writer.document()
            guard (try? YAMLReader().read(text: text, file: "a.yaml")) != nil else { continue }
            let once = try? Self.formatted(text)
            let twice = once.flatMap { try? Self.formatted($0) }
            #expect(once != nil && twice == once, "seed \(seed):\n\(text)\n=>\n\(once ?? "")\n=>\n\(twice ?? "")")
        }
    }

    @Test func `the texts that are written at random are mostly sound`() {
        let texts = (0..<500).map { seed in
            var writer = RandomYAML(seed: UInt64(seed))
            return writer.document()
        }
        #expect(texts.count { (try? YAMLReader().read(text: $0, file: "a.yaml")) != nil } > 400)
        #expect(texts.count { $0.contains("#") } > 200 && texts.count { $0.contains("{") } > 100)
    }
}
