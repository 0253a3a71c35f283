import CEL
import Domain
import Playbooks
import Testing

@Suite struct YAMLReaderTests {
    @Test func `keys and words of YAML 1-1 stay text`() throws {
        let root = try #require(try YAML.read("on: yes\nno: off\ny: n\n~: 1\n"))
        guard case .mapping(let entries) = root.content else {
            Issue.record("not a mapping")
            return
        }
        #expect(entries.map(\.key) == ["on", "no", "y", "~"])
        #expect(entries.map(\.value.scalar?.value) == ["yes", "off", "n", 1])
    }

    @Test(arguments: [
        ("true", Value.bool(true)), ("False", .bool(false)), ("null", .null), ("~", .null), ("", .null),
        ("12", .int(12)), ("-3", .int(-3)), ("+3", .int(3)), ("010", .int(10)), ("0o10", .int(8)), ("0x1F", .int(31)),
        ("1.5", .double(1.5)), (".5", .double(0.5)), ("1.", .double(1)), ("2e3", .double(2000)),
        ("-1E-2", .double(-0.01)),
        ("12:30:45", .string("12:30:45")), ("1_000", .string("1_000")), ("0b11", .string("0b11")),
        ("2026-01-02", .string("2026-01-02")), ("'12'", .string("12")), ("\"true\"", .string("true")),
        ("1.2.3", .string("1.2.3")), ("-", .string("-")), ("0o9", .string("0o9")), ("e3", .string("e3")),
        ("tRue", .string("tRue")),
    ])
    func `a plain scalar follows the core schema of YAML 1-2`(_ text: String, _ expected: Value) throws {
        // As a member of a list `-` would be an entry of its own.
        guard text != "-" else { return }
        let value = try #require(try YAML.value(text))
        #expect(value.typeName == expected.typeName)
        #expect(value == expected)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1e400", ".inf", "-.Inf", ".nan", "0xFFFFFFFFFFFFFFFF",
    ])
    func `a number that JSON or 64 bits cannot hold is refused`(_ text: String) {
        #expect(YAML.places("x: \(text)") == ["1:4 YM0113"])
    }

    @Test func `anchors, aliases, tags, merges and duplicates are all reported, each at its place`() {
        let text = """
            a: &anchor 1
            b: *anchor
            c: !tag x
            d:
              <<: {e: 1}
            a: 2
            """
        #expect(
            YAML.places(text) == ["1:4 YM0108", "2:4 YM0108", "3:4 YM0109", "5:3 YM0110", "6:1 YM0111"]
        )
    }

    @Test func `a quoted merge key is a key like any other`() throws {
        #expect(try YAML.read("\"<<\": 1")?["<<"]?.scalar?.value == 1)
    }

    @Test func `a depth of 32 is read and one of 33 is refused`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(YAML.places(nested(32)) == [])
        #expect(YAML.places(nested(33)) == ["1:33 YM0105"])
    }

    @Test func `ten thousand values are read and one more is refused`() {
        func list(_ count: Int) -> String { "[" + String(repeating: "1,", count: count) + "]" }
        #expect(YAML.places(list(9_999)) == [])
        #expect(YAML.findings(list(10_000)).map(\.code) == ["YM0106"])
    }

    @Test func `a file of 256 KiB is read and one byte more is refused`() {
        func text(_ count: Int) -> String { "a: " + String(repeating: "x", count: count - 3) }
        #expect(YAML.places(text(256 * 1024)) == [])
        #expect(YAML.places(text(256 * 1024 + 1)) == ["1:1 YM0102"])
    }

    @Test(arguments: [
        "a: x\u{0}y", "a: x\u{1B}[2J", "a: x\u{85}y", "a: x\u{2028}y", "a: x\u{202E}y", "a: x\u{FEFF}y", "a: x\ry: z",
        "a: \"x\\0y\"", "a: x\u{FFFE}y",
    ])
    func `a text that reads otherwise than it looks is refused`(_ text: String) {
        #expect(YAML.findings(text).map(\.code) == ["YM0103"])
    }

    @Test func `bytes that are not UTF-8 are refused where they stand`() {
        let found = YAML.findings(Array("a: 1\nbé: ".utf8) + [0xC3, 0x28])
        #expect(found.map(\.code) == ["YM0101"])
        #expect(found.first?.span == SourceSpan(file: "test.yaml", line: 2, column: 5))
    }

    @Test func `a byte order mark at the start does not shift a column`() {
        #expect(YAML.places("\u{FEFF}a: 1\na: 2") == ["2:1 YM0111"])
        #expect(YAML.places("\u{FEFF}a: *x") == ["1:4 YM0108"])
    }

    @Test(arguments: [
        ("a:\n\tb: 1", "tabs"), ("a: b: c", "': '"), ("x: {a: ${{ device.id }}}", "${{ }}"), ("a: \"\\q\"", "single"),
    ])
    func `a syntax error says what usually causes it`(_ text: String, _ word: String) throws {
        let found = try #require(YAML.findings(text).first)
        #expect(found.code == "YM0104")
        #expect(try #require(found.remedy).contains(word))
    }

    @Test func `every node knows where it begins and ends`() throws {
        let document = try YAML.document("a: one\nb: [x, 'y']\n")
        let root = try #require(document.root)
        let b = try #require(root["b"])
        #expect(
            document.source.span(of: try #require(root["a"]))
                == SourceSpan(file: "test.yaml", line: 1, column: 4, length: 3)
        )
        #expect(document.source.span(of: b) == SourceSpan(file: "test.yaml", line: 2, column: 4, length: 8))
    }

    @Test func `hostile text in a message is short and cannot steer a terminal`() throws {
        let key = "\"\\e[2J" + String(repeating: "x", count: 500) + "\""
        let found = try #require(YAML.findings("\(key): 1\n\(key): 2").first)
        #expect(!found.message.unicodeScalars.contains("\u{1B}"))
        #expect(found.message.count < 120)
    }

    @Test(arguments: YAMLProblem.allCases.filter { $0.code < "YM0200" })
    func `every code about YAML is triggered by its example`(_ problem: YAMLProblem) {
        #expect(YAML.findings(problem.exampleBytes).map(\.code).contains(problem.code))
    }
}
