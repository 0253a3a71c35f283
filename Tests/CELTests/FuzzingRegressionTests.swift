import CEL
import Testing

/// What fuzzing found. Each of these took minutes, or the memory, or the stack, or gave what the check had ruled out.
@Suite struct FuzzingRegressionTests {
    /// As many parts as fit into the longest expression.
    private static func filled(_ head: String, _ part: (Int) -> String, _ tail: String) -> String {
        let room = LanguageLimits.sourceBytesMax - head.utf8.count - tail.utf8.count
        return head + (1...(room / part(100_000).utf8.count)).map(part).joined() + tail
    }

    // MARK: The check

    @Test(.timeLimit(.minutes(1))) func `a type may have each of its levels twice in the one around it`() {
        let levels = 0..<30
        let head = levels.map { "[].map(a\($0), " }.joined()
        let links = levels.dropLast().reversed().map { "[a\($0), {a\($0 + 1): a\($0 + 1)}].size()" }
        let source = head + "[\(links.joined(separator: ", ")), [a0]]" + levels.map { _ in ")" }.joined()
        // Keys that turn out to be maps are refused, which does not take writing them out.
        #expect(Fixtures.problems(source).contains { $0.code == .wrongType })
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            filled("[", { "x\($0), " }, "1]"), filled("[", { "f\($0)(), " }, "1]"),
            filled("[", { "1.f\($0)(), " }, "1]"),
            filled("[", { _ in "any.all(1), " }, "1]"), filled("[", { _ in "event.metrc, " }, "1]"),
            filled("", { _ in "abcd" }, ""), filled("", { _ in "abcd" }, "()"), filled("event.", { _ in "abcd" }, ""),
        ]
    )
    func `many mistakes, or a long one, take no longer to explain than to make`(_ source: String) throws {
        let problems = Fixtures.problems(source)
        #expect(!problems.isEmpty && problems.count <= LanguageLimits.problemsMax)
        #expect(throws: Never.self) { try Fixtures.environment.compileUnchecked(source) }
    }

    @Test func `a name that is hidden in a macro is none in what the macro goes through`() {
        let chain = (1...500).map { ", cel.index(\($0 - 1)).map(cel.index(\($0 - 1)), 1)" }.joined()
        #expect(Fixtures.problems("cel.block([[1]\(chain)], cel.index(500))").map(\.code) == [.tooLarge])
        let options = (1...500).map { ", cel.index(\($0 - 1)).optMap(cel.index(\($0 - 1)), 1)" }.joined()
        #expect(Fixtures.problems("cel.block([optional.of(1)\(options)], cel.index(500))").map(\.code) == [.tooLarge])
    }

    @Test func `a block within a loop pays for the values that it forgets`() throws {
        let values = String(repeating: "1, ", count: 5000)
        let digits = String(repeating: "0", count: 10_000)
        let source = "'\(digits)'.split('').map(x, cel.block([\(values)1], 1)).size()"
        #expect(try Fixtures.failure(source)?.kind == .costExceeded)
    }

    // MARK: Patterns

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [#"\pL{6}"#, #"\pL{99}"#, ".{999}", String(repeating: #"\pL"#, count: 1000)]
    )
    func `the patterns of an expression are compiled in a moment together`(_ pattern: String) throws {
        let source = Self.filled("[", { _ in "''.matches(r'\(pattern)'), " }, "true]")
        #expect(Fixtures.problems(source).contains { $0.code == .tooLarge })
        // Without the check those that are left are compiled when they are reached, and paid for.
        let program = try Fixtures.environment.compileUnchecked(source)
        #expect(throws: EvaluationError.self) { try program.evaluate(Fixtures.bindings) }
    }

    @Test(arguments: [#"\pL{99}"#, #"\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL\pL"#])
    func `nothing absorbs what a pattern from data costs, even where it is none`(_ pattern: String) throws {
        let source = "['', ''].exists(x, 'a'.matches(x + r'\(pattern)')) || true"
        #expect(try Fixtures.failure(source)?.kind == .costExceeded)
        #expect(try Fixtures.failure("'a'.matches(event.thing + '(') || true") == nil)
    }

    // MARK: Types

    @Test(
        arguments: [
            (#"[{"a": dyn(1)}, {dyn("b"): "x"}][0]["a"]"#, 1), ("([1] + dyn(['a']))[1]", "a"),
            ("(dyn(['a']) + [1])[0]", "a"), ("[[1], dyn(['a'])][1][0]", "a"), ("{'k': 1, 'l': dyn('a')}.l", "a"),
            ("[optional.of(1), optional.of(dyn('a'))][1].value()", "a"),
        ] as [(String, Value)]
    )
    func `where something is not known beforehand, the check promises nothing`(
        _ source: String,
        _ value: Value
    ) throws {
        let program = try Fixtures.environment.compile(source)
        #expect(program.resultType == .dyn)
        #expect(try program.evaluate(Fixtures.bindings) == value)
    }

    @Test(arguments: [
        "google.protobuf.Struct{fields: dyn(5)}", "google.protobuf.ListValue{values: dyn('a')}",
        "google.protobuf.Value{number_value: dyn('a')}", "google.protobuf.Struct{?fields: optional.of(dyn(null))}",
    ])
    func `a message's field has its type, checked or not`(_ source: String) throws {
        #expect(try Fixtures.failure(source)?.kind == .typeMismatch)
        #expect(throws: EvaluationError.self) {
            try Fixtures.environment.compileUnchecked(source).evaluate(Fixtures.bindings)
        }
    }
}
