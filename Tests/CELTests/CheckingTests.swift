import CEL
import Testing

@Suite struct CheckingTests {
    @Test func `an unknown field names the nearest one`() throws {
        let problem = try #require(Fixtures.problems("event.metrc == 'x'").first)
        #expect(problem.code == .unknownField)
        #expect(problem.message == "Event has no field 'metrc'")
        #expect(problem.range == 6..<11)
        #expect(problem.suggestion == "did you mean 'event.metric'?")
    }

    @Test(
        arguments: [
            ("evnt.metric", Problem.Code.unknownName, "no variable 'evnt' is declared", "did you mean 'event'?"),
            (
                "severity == 'high'", .unknownName, "no variable 'severity' is declared",
                "did you mean 'event.severity'?"
            ),
            (
                "event.thing.startWith('s')", .unknownFunction, "no function 'startWith' is declared",
                "did you mean 'startsWith'?"
            ),
            (
                "startsWith(event.thing, 's')", .unknownFunction, "'startsWith' is called on a value",
                "write x.startsWith(…)"
            ),
            ("event.value + 'x'", .noOverload, "'+' is not defined for double and string", "convert with string(…)"),
            (
                "event.value == 'x'", .noOverload, "'==' is not defined for double and string",
                "convert the text with int(…) or double(…)"
            ),
            (
                "event.thing == null", .noOverload, "'==' is not defined for string and null",
                "whether a field is set is asked with has(…)"
            ),
            (
                "event.thing.startsWith(1)", .noOverload, "startsWith() does not take (int) on a string",
                "there is string.startsWith(string)"
            ),
            ("event.thing.size", .wrongType, "a string has no fields", "it is a function: write size(…)"),
            (
                "event.value && true", .wrongType, "'&&' takes a bool, but this is a double",
                "compare it, as in … != 0.0"
            ),
            (
                "true ? 1 : 'a'", .wrongType, "the two values of '?' have different types, int and string",
                "wrap one in dyn() if that is meant"
            ),
            (
                "device.tags.exists(t)", .badMacro, "exists() is not written like this",
                "write list.exists(x, x > 0)"
            ),
            (
                "device.tags.exists(1, true)", .badMacro, "the first argument of exists() is the name of its variable",
                "write exists(x, …)"
            ),
            ("has(event)", .badMacro, "has() takes a field, as in has(a.b)", "for a key, write 'key' in map"),
            (
                "'b' in 'abc'", .noOverload, "'in' is not defined for string and string",
                "for text within text, write text.contains(part)"
            ),
            ("{1.5: 2}", .wrongType, "a map's key is a bool, int, uint or string, not a double", nil),
            (
                "now - duration('5 m') > now", .badLiteral,
                "\"5 m\" is not a duration, as in 1h30m or 1.5s, below 292 years", nil
            ),
            ("event.value.all(x, true)", .wrongType, "this goes through a list or a map, but is given a double", nil),
        ] as [(String, Problem.Code, String, String?)]
    )
    func `a mistake is named, with a way out`(
        _ source: String,
        _ code: Problem.Code,
        _ message: String,
        _ suggestion: String?
    ) throws {
        let problems = Fixtures.problems(source)
        #expect(problems.count == 1)
        let problem = try #require(problems.first)
        #expect(problem.code == code)
        #expect(problem.message == message)
        #expect(problem.suggestion == suggestion)
    }

    @Test func `every mistake is reported at once, and once`() {
        let problems = Fixtures.problems("evnt.x == 1 && event.metrc.size() > 2 && nope(device.tgas)")
        #expect(problems.map(\.code) == [.unknownName, .unknownField, .unknownFunction, .unknownField])
    }

    @Test func `the result is held to what is expected`() throws {
        #expect(Fixtures.problems("event.value", expecting: .bool).map(\.code) == [.wrongType])
        #expect(Fixtures.problems("event.value > 1", expecting: .bool).isEmpty)
        let program = try Fixtures.environment.compile("event.data.port", expecting: .bool)
        #expect(throws: EvaluationError.self) { try program.evaluate(Fixtures.bindings) }
    }

    @Test(arguments: [
        ("[1, 2]", "list(int)"), ("[1, 'a']", "list(dyn)"), ("{'a': [1.0]}", "map(string, list(double))"),
        ("device.tags.map(t, size(t))", "list(int)"), ("[]", "list(dyn)"), ("event.data.x.y", "dyn"),
        ("now - now", "duration"), ("type(1)", "type(int)"), ("event.device", "Device"),
        ("true ? [] : [1]", "list(int)"),
    ])
    func `the type of an expression is deduced`(_ source: String, _ type: String) throws {
        #expect(try Fixtures.environment.compile(source).resultType.description == type)
    }

    @Test func `a macro's variable hides a declared one`() throws {
        #expect(try Fixtures.evaluate("[1].all(event, event == 1)") == true)
        #expect(Fixtures.problems("[1].all(x, true) && x == 1").map(\.code) == [.unknownName])
    }
}
