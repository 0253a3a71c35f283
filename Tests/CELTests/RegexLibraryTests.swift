import CEL
import Testing

@Suite struct RegexLibraryTests {
    @Test(
        arguments: [
            ("regex.extract('hello world', 'hello(.*)')", .optional(" world")),
            (#"regex.extract('item-A, item-B', r'item-(\w+)')"#, .optional("A")),
            ("regex.extract('HELLO', 'hello')", .optional(nil)), ("regex.extract('abc', 'b')", .optional("b")),
            ("regex.extract('ab', 'a(x*)b')", .optional(nil)), ("regex.extract('ab', '(x)?b')", .optional(nil)),
            ("regex.extract('', '^$')", .optional("")), ("regex.extract('ab', '(?:a)(b)')", .optional("b")),
            ("regex.extract('aé漢', '(.)$')", .optional("漢")),
            ("regex.extract('id=7', '(?P<id>[0-9]+)')", .optional("7")),
            (#"regex.extractAll('id:123, id:456', r'id:\d+')"#, ["id:123", "id:456"]),
            ("regex.extractAll('id:123, id:456', 'assa')", []),
            (#"regex.extractAll('a1b22', r'[a-z](\d+)')"#, ["1", "22"]),
            ("regex.extractAll('a-b--c', '([a-z]*)-?')", ["a", "b", "c"]), ("regex.extractAll('', 'a*')", [""]),
            ("regex.extractAll('baac', 'a*')", ["", "aa", ""]), ("regex.extractAll('aaa', '^a')", ["a"]),
            (#"regex.extractAll('ab cd', r'\b\w')"#, ["a", "c"]), ("regex.extractAll('éa', '')", ["", "", ""]),
            ("regex.extractAll('a\\nb', '(?m)^.')", ["a", "b"]),
            ("regex.extract(event.thing, '-([0-9]+)$').orValue('')", "7"),
        ] as [(String, Value)]
    )
    func `what matches is taken out`(_ source: String, _ value: Value) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test(arguments: [
        ("'hello world hello', 'hello', 'hi'", "hi world hi"), ("'banana', 'a', 'x', 0", "banana"),
        ("'banana', 'a', 'x', 1", "bxnana"), ("'banana', 'a', 'x', 2", "bxnxna"), ("'banana', 'a', 'x', 100", "bxnxnx"),
        ("'banana', 'a', 'x', -12", "bxnxnx"), (#"'foo bar', '(fo)o (ba)r', r'\2 \1'"#, "ba fo"),
        (#"'ab', '(a)(b)', r'[\0|\2\\\1]'"#, #"[ab|b\a]"#), (#"'ab', '(x)?b', r'<\1>'"#, "a<>"),
        ("'abc', '', '-'", "-a-b-c-"),
        ("'', '', '-'", "-"), ("'', 'a', '-'", ""), ("'baac', 'a*', '-'", "-b-c-"), ("'aaa', '^a', 'b'", "baa"),
        ("'aé漢', '.', '-'", "---"), ("'é', '', '-'", "-é-"), ("'a$1', 'a', '$1'", "$1$1"), ("'abc', 'b', ''", "ac"),
        (#"'abc', 'x', r'\\'"#, "abc"), (#"'2026-01-02', r'(\d+)-(\d+)-(\d+)', r'\3.\2.\1'"#, "02.01.2026"),
        ("'abc', 'b', 'x', -9223372036854775808", "axc"),
    ])
    func `what matches is replaced`(_ arguments: String, _ text: String) throws {
        #expect(try Fixtures.evaluate("regex.replace(\(arguments))") == .string(text))
    }

    @Test(arguments: [
        (
            "regex.extract('a@b', '(.*)@([^.]*)')",
            "regex.extract() takes a pattern with one group at most; write (?:…) for those that are not wanted"
        ),
        (
            "regex.extractAll('a@b', '(.*)@([^.]*)')",
            "regex.extractAll() takes a pattern with one group at most; write (?:…) for those that are not wanted"
        ),
        (#"regex.replace('test', '(.)', r'\2')"#, #"'\2' is no group of a pattern that has 1"#),
        (
            #"regex.replace('a', 'a', r'\x')"#,
            #"regex.replace() takes '\1' for a group and '\\' for a backslash, not so in "\\x""#
        ),
        (
            #"regex.replace('a', 'b', r'a\')"#,
            #"regex.replace() takes '\1' for a group and '\\' for a backslash, not so in "a\\""#
        ),
        (
            #"regex.replace('a', 'a', r'\é')"#,
            #"regex.replace() takes '\1' for a group and '\\' for a backslash, not so in "\\é""#
        ),
    ])
    func `groups are named that there are`(_ source: String, _ message: String) throws {
        let failure = try Fixtures.failure(source)
        #expect(failure?.kind == .badArgument)
        #expect(failure?.message == message)
    }

    @Test(arguments: [
        "regex.extract('a', 'a(')", "regex.extractAll('a', '[')", "regex.replace('a', '*', 'b')",
        "regex.replace('a', '(?=a)', 'b', 1)",
    ])
    func `a wrong pattern is found when the expression is checked`(_ source: String) {
        #expect(Fixtures.problems(source).map(\.code) == [.badPattern])
    }

    @Test func `a pattern may come from data, at its price`() throws {
        #expect(try Fixtures.evaluate("regex.replace(event.thing, event.thing.substring(0, 6), 'x')") == "x-7")
        #expect(try Fixtures.failure("regex.extract('a', event.thing + '(')")?.kind == .badArgument)
        #expect(try Fixtures.failure("regex.extract('a', event.thing)", costLimit: 500)?.kind == .costExceeded)
        #expect(try Fixtures.failure("regex.extract('a', 'a')", costLimit: 500) == nil)
        #expect(try Fixtures.failure("regex.extract(dyn(1), 'a')")?.kind == .noSuchOverload)
        #expect(try Fixtures.failure("regex.extract('a', dyn(1))")?.kind == .noSuchOverload)
        #expect(
            try Fixtures.environment.compileUnchecked("regex.extract('ab', 'b')").evaluate(Fixtures.bindings)
                == .optional("b")
        )
    }

    @Test func `what is searched and what is made is paid for`() throws {
        let long = "lists.range(2000).map(x, 'a').join()"
        #expect(try Fixtures.failure("regex.replace(\(long), 'b', 'c')") == nil)
        #expect(try Fixtures.failure("regex.replace(\(long), 'a(.*z)?', 'b')")?.kind == .costExceeded)
        #expect(try Fixtures.failure("regex.replace(\(long), 'a', \(long))")?.kind == .costExceeded)
        #expect(try Fixtures.failure("regex.extractAll(\(long), 'a+?')")?.kind == .costExceeded)
        #expect(try Fixtures.failure("regex.extractAll(\(long), 'a{1,}?')")?.kind == .costExceeded)
    }

    @Test func `many short matches in a long text are no trouble`() throws {
        let long = "lists.range(2000).map(x, 'a1').join()"
        #expect(try Fixtures.evaluate("regex.replace(\(long), '[0-9]', '').size()") == 2000)
        #expect(try Fixtures.evaluate("regex.extractAll(\(long), 'a').size()") == 2000)
        #expect(try Fixtures.evaluate("regex.extractAll(\(long), '').size()") == 4001)
    }

    @Test func `a match within a character does no harm`() throws {
        #expect(try Fixtures.evaluate(#"regex.replace('é', r'\C', 'x')"#) == "xx")
        #expect(try Fixtures.evaluate(#"regex.extract('é', r'\C')"#) == .optional("\u{FFFD}"))
    }
}
