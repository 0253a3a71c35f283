import CEL
import Testing

@Suite struct ParsingTests {
    @Test(
        arguments: [
            (#""a\x41\101A\U00000041\n""#, Value.string("aAAAA\n")), (#"r"a\n""#, "a\\n"), (#"'it\'s'"#, "it's"),
            ("'''a\n'b'''", "a\n'b"), (#"b"\xff\377a""#, .bytes([255, 255, 97])), ("b'é'", .bytes([0xC3, 0xA9])),
            (#"br"\x""#, .bytes([92, 120])), ("0x1F", 31), ("-0x10", -16), ("12u", .uint(12)), ("1.5e3", 1500.0),
            (".5", 0.5), ("-9223372036854775808", .int(.min)), ("true // yes", true), ("null", nil),
        ] as [(String, Value)]
    )
    func `a literal is read as written`(_ source: String, _ value: Value) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test(
        arguments: [
            ("1 + 2 * 3", Value.int(7)), ("(1 + 2) * 3", 9), ("10 - 3 - 2", 5), ("-2 * -3", 6), ("!true || true", true),
            ("1 < 2 == true", true), ("true ? 1 : false ? 2 : 3", 1), ("1 in [1, 2] && !(3 in [1, 2])", true),
            ("[1, 2,][1]", 2), ("{'a': 1,}.a", 1), ("--3", 3), ("- 3", -3),
        ] as [(String, Value)]
    )
    func `operators bind as the grammar says`(_ source: String, _ value: Value) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test(
        arguments: [
            ("1 +", 3..<3, "expected a value, found the end"),
            ("event.metric = 'x'", 13..<14, "unexpected character '='"),
            ("'abc", 0..<4, "this string does not end"),
            ("(1 + 2", 6..<6, "expected an operator, ',' or a closing bracket, found the end"),
            ("1 2", 2..<3, "expected an operator or the end, found a number"),
            ("event.", 6..<6, "expected a field or function name after '.', found the end"),
            (#""\q""#, 1..<3, #"'\q' is not an escape"#),
            ("12abc", 0..<5, "'12abc' is neither a number nor a name"),
            ("if", 0..<2, "'if' is a reserved word and cannot be a name"),
            ("9223372036854775808", 0..<19, "this number does not fit an int"),
            ("", 0..<0, "expected a value, found the end"),
            ("é", 0..<2, "unexpected character 'é'"),
        ] as [(String, Range<Int>, String)]
    )
    func `a syntax error says where and what`(_ source: String, _ range: Range<Int>, _ message: String) throws {
        let problem = try #require(Fixtures.problems(source).first)
        #expect(problem.range == range)
        #expect(problem.message == message)
        #expect(problem.code == .syntax)
    }

    @Test func `every spoilt element is reported`() {
        let problems = Fixtures.problems("[1 +, 2, * 3].exists(x, x >) && size(1 2)")
        #expect(problems.map(\.range.lowerBound) == [4, 9, 27, 39])
    }

    @Test(arguments: ["Event{metric: 'x'}", "google.protobuf.Int32Value{valeu: 1}"])
    func `a message that nobody knows is named`(_ source: String) {
        #expect([[.unknownName], [.unknownField]].contains(Fixtures.problems(source).map(\.code)))
    }

    @Test(arguments: ["(", "[", "!", "-", "{1:", "any.f(", "true ? true : "])
    func `nesting has a limit`(_ opening: String) {
        let source = String(repeating: opening, count: 5000)
        #expect(Fixtures.problems(source).map(\.code) == [.tooLarge])
    }

    @Test(arguments: ["any.a", "any[0]", "1 + 1"])
    func `a long chain has a limit too`(_ part: String) {
        let rest = part.dropFirst(part.hasPrefix("any") ? 3 : 1)
        let source = part + String(repeating: String(rest), count: 5000)
        #expect(Fixtures.problems(source).map(\.code) == [.tooLarge])
    }

    @Test func `names that are worked out one from another have a limit too`() throws {
        let chain = { (count: Int) in
            let values = (1..<count).map { ", cel.index(\($0 - 1)) + 1" }.joined()
            return "cel.block([1\(values)], cel.index(\(count - 1)))"
        }
        #expect(Fixtures.problems(chain(3000)).map(\.code) == [.tooLarge])
        #expect(try Fixtures.evaluate(chain(40)) == 40)
    }

    @Test func `a thousand alternatives are no deep tree`() throws {
        let source = (0..<1000).map { "event.metric == 'm\($0)'" }.joined(separator: " || ")
        #expect(try Fixtures.evaluate(source) == false)
    }

    @Test func `a source has a limit`() {
        let source = "'" + String(repeating: "x", count: 70_000) + "'"
        #expect(Fixtures.problems(source).map(\.code) == [.tooLarge])
    }

    @Test func `a position counts lines and bytes`() {
        let source = "true &&\n  é"
        #expect(SourcePosition(of: 12, in: source).description == "2:5")
    }
}
