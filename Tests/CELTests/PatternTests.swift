import CEL
import Testing

@Suite struct PatternTests {
    @Test(arguments: [
        ("hubba", "ubb"), ("", ""), ("abc", "^a.c$"), ("a\nc", "(?s)a.c"), ("line\nnext", "(?m)^next$"),
        ("ABC", "(?i)b"), ("ABC", "(?i:a)BC"), ("sensor-17", #"^sensor-\d{1,3}$"#), ("foo", "bar|foo"), ("a-]", "[]]"),
        ("a-b", "a[x-]b"), ("é", "[[:^ascii:]]"), ("x_1", #"^\w+$"#), ("a b", #"a\sb"#), ("a{2", "a{2"),
        ("word here", #"\bhere\b"#), ("A", #"\x41"#), ("😀", #"\x{1F600}"#), ("aaa", "^(a|aa){1,2}$"),
        ("ab", "(?P<x>a)(b)"), ("é", #"^\pL$"#), ("x_1é", #"^[\p{L}\d_]+$"#), ("Σ", "(?i)ς"), ("a", #"\A(?:a)\z"#),
        ("Ä", "(?i)ä"), ("a+b", #"a\+b"#), ("x", "^(a*)*x"),
    ])
    func `a pattern is found`(_ text: String, _ pattern: String) throws {
        #expect(try Pattern(pattern).isFound(in: text))
    }

    @Test(arguments: [
        ("abc", "^b"), ("a\nc", "a.c"), ("ABC", "b"), ("ABC", "(?i:a)bc"), ("sensor-1234", #"^sensor-\d{1,3}$"#),
        ("", "."), ("aaaaa", "^(a|aa){1,2}$"), ("aé", #"^\w+$"#), ("sword", #"\bword"#), ("b", "[^b]"),
    ])
    func `a pattern is not found`(_ text: String, _ pattern: String) throws {
        #expect(try !Pattern(pattern).isFound(in: text))
    }

    @Test(arguments: [
        "(", ")", "[a", "*", "a**", #"\1"#, "(?<y>b)", "(?=a)", "(?<!a)", "(?x)", "[z-a]", "a{1001}",
        "((a{100}){100}){100}",
        "((((){1000}){1000}){1000}){1000}", #"\"#,
        #"\y"#, "[[:nope:]]", "a{3,2}", #"\x{110000}"#,
    ])
    func `what is no pattern is refused`(_ pattern: String) {
        #expect(throws: PatternFailure.self) { try Pattern(pattern) }
    }

    @Test func `nesting has a limit`() {
        #expect(throws: PatternFailure.self) { try Pattern(String(repeating: "(", count: 100_000)) }
    }

    @Test func `the patterns that ruin others take a moment`() throws {
        let text = String(repeating: "a", count: 2000)
        #expect(try !Pattern("(a*)*(a|a)*(a?){50}b").isFound(in: text))
    }

    @Test func `a wrong pattern is found when the expression is checked`() {
        let problems = Fixtures.problems("event.thing.matches('a(')")
        #expect(problems.map(\.code) == [.badPattern])
        #expect(problems.map(\.range) == [20..<24])
    }

    @Test func `a pattern may come from data, at its price`() throws {
        #expect(try Fixtures.evaluate("event.thing.matches('^' + event.thing + '$')") == true)
        #expect(try Fixtures.failure("event.thing.matches(event.thing + '(')")?.kind == .badArgument)
        #expect(try Fixtures.failure("event.thing.matches('a{900}')", costLimit: 500)?.kind == .costExceeded)
    }
}
