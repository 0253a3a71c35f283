import CEL
import Testing

@Suite struct ListLibraryTests {
    @Test(
        arguments: [
            ("[1, 2, 3, 4].slice(1, 3)", [2, 3]), ("[1, 2].slice(0, 2)", [1, 2]), ("[1, 2].slice(2, 2)", []),
            ("[].slice(0, 0)", []), ("[[], [1, 2], [3]].flatten()", [1, 2, 3]),
            ("[1, [2, [3, 4]], []].flatten()", [1, 2, [3, 4]]), ("[1, [2, [3, [4]]]].flatten(2)", [1, 2, 3, [4]]),
            ("[1, [2]].flatten(0)", [1, [2]]), ("[1, 2].flatten(1)", [1, 2]), ("dyn([1, 2]).flatten()", [1, 2]),
            ("[[[1]]].flatten(9223372036854775807)", [1]), ("[5, 3, 1].reverse()", [1, 3, 5]), ("[].reverse()", []),
            ("['a', 'b'].reverse().map(x, x.reverse())", ["b", "a"]), ("lists.range(4)", [0, 1, 2, 3]),
            ("lists.range(0)", []), ("event.data.list.slice(1, 3)", [2, 3]),
        ] as [(String, Value)]
    )
    func `a list is cut, joined, turned round and made`(_ source: String, _ value: Value) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test(
        arguments: [
            ("[1, 2, 2, 3, 3, 3].distinct()", "[1, 2, 3]"), ("['b', 'c', 'b', 'a'].distinct()", #"["b", "c", "a"]"#),
            ("[1, 1.0, 2, 2u, 2.5, 2.5].distinct()", "[1, 2, 2.5]"), ("[1.0, 1].distinct()", "[1.0]"),
            ("[1, true, '1', b'1', null, null].distinct()", #"[1, true, "1", b"1", null]"#),
            ("[0.0, -0.0, 0].distinct()", "[0.0]"), ("[[1], [1.0], [1, 2], [1]].distinct()", "[[1], [1, 2]]"),
            ("[0.0 / 0.0, 0.0 / 0.0].distinct().map(x, string(x))", #"["NaN", "NaN"]"#),
            ("[{'a': 1}, {'a': 1u}, {}].distinct()", #"[{"a": 1}, {}]"#), ("[ip('::'), ip('0::0')].distinct()", "[::]"),
            // The double nearest to each of the two whole numbers is the same, and equals both.
            (
                "[9007199254740993, 9007199254740992.0, 9007199254740992].distinct()",
                "[9007199254740993, 9007199254740992]"
            ),
            ("[9007199254740992.0, 9007199254740993, 9007199254740992u].distinct()", "[9007199254740992.0]"),
            ("[18446744073709551615u, 18446744073709551615.0, -1].distinct()", "[18446744073709551615u, -1]"),
            (#"["é", "e\u0301", "é"].distinct().size()"#, "2"),
            ("[duration('1s'), duration('1000ms')].distinct().size()", "1"),
            ("[int, type(1), uint].distinct()", "[int, uint]"),
            ("[optional.of(1), optional.of(1.0)].distinct().size()", "1"),
        ]
    )
    func `what equals something before it is left out`(_ source: String, _ text: String) throws {
        #expect(try Fixtures.evaluate(source).description == text)
    }

    @Test(
        arguments: [
            ("[3, -1, 2].sort()", [-1, 2, 3]), ("[3u, 1u].sort()", [.uint(1), .uint(3)]),
            ("[2.5, -1.0].sort()", [-1.0, 2.5]),
            ("['b', 'a', 'é', 'Z', ''].sort()", ["", "Z", "a", "b", "é"]), ("[true, false].sort()", [false, true]),
            ("[b'b', b'', b'ab'].sort()", [.bytes([]), .bytes([97, 98]), .bytes([98])]), ("[].sort()", []),
            ("[duration('1h'), duration('1m')].sort().map(x, string(x))", ["60s", "3600s"]),
            ("[timestamp('2020-01-01T00:00:00Z'), timestamp('1960-01-01T00:00:00Z')].sort()[0].getFullYear()", 1960),
            ("dyn([2, 1]).sort()", [1, 2]), ("event.data.list.sort()", [1, 2, 3]),
            ("['ccc', 'a', 'bb'].sortBy(x, size(x))", ["a", "bb", "ccc"]), ("[1, 2, 3].sortBy(x, -x)", [3, 2, 1]),
            ("['b1', 'a2', 'a1', 'b2'].sortBy(x, x.charAt(0))", ["a2", "a1", "b1", "b2"]),
            ("[].sortBy(x, x)", []), ("[[3, 1], [2]].sortBy(l, l.sortBy(x, x)[0])", [[3, 1], [2]]),
            ("[[2, 2], [1, 3]].map(l, l.sortBy(x, -x)).sortBy(l, l[0])", [[2, 2], [3, 1]]),
            ("[{'n': 'x', 's': 2}, {'n': 'y', 's': 1}].sortBy(e, e.s).map(e, e.n)", ["y", "x"]),
            ("['a'].sortBy(event, event + device.id)", ["a"]), ("event.data.list.sortBy(x, 0 - x)", [3, 2, 1]),
        ] as [(String, Value)]
    )
    func `a list is put in order`(_ source: String, _ value: Value) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test func `many values keep their order where they are the same`() throws {
        let source = "lists.range(1000).sortBy(x, x % 3).map(x, x / 3)"
        let expected = (0..<3).flatMap { rest in stride(from: rest, to: 1000, by: 3).map { Value.int(Int64($0 / 3)) } }
        #expect(try Fixtures.evaluate(source) == .list(expected))
    }

    @Test(
        arguments: [
            ("[1, 2].slice(1, 3)", EvaluationError.Kind.indexOutOfRange), ("[1, 2].slice(-1, 1)", .indexOutOfRange),
            ("[1, 2].slice(2, 1)", .indexOutOfRange), ("[1].slice(0, 9223372036854775807)", .indexOutOfRange),
            ("[[1]].flatten(-1)", .badArgument), ("[1, 'b'].sort()", .badArgument), ("[1, 2.0].sort()", .badArgument),
            ("[1, 2u].sort()", .badArgument), ("[dyn([1])].sort()", .badArgument), ("[dyn(null)].sort()", .badArgument),
            ("[1.0, 0.0 / 0.0].sort()", .badArgument), ("[1, 2].sortBy(x, x == 1 ? dyn('a') : dyn(1))", .badArgument),
            ("[1].sortBy(x, dyn({}))", .badArgument), ("[1, 0].sortBy(x, 1 / x)", .divideByZero),
            ("dyn({'a': 1}).sortBy(x, x)", .noSuchOverload), ("dyn('a').sort()", .noSuchOverload),
            ("dyn('a').slice(0, 1)", .noSuchOverload), ("dyn(1).distinct()", .noSuchOverload),
            ("dyn(1).reverse()", .noSuchOverload), ("dyn(1).flatten()", .noSuchOverload),
            ("lists.range(-1)", .badArgument), ("lists.range(-9223372036854775808)", .badArgument),
        ] as [(String, EvaluationError.Kind)]
    )
    func `what has no such parts or no order fails`(_ source: String, _ kind: EvaluationError.Kind) throws {
        #expect(try Fixtures.failure(source)?.kind == kind)
    }

    @Test(
        arguments: [
            ("[[1]].sort()", "sort() does not take () on a list(list(int))"),
            ("[1].sortBy(x, [x])", "sortBy() does not take (list(list(int))) on a list(int)"),
            ("{'a': 1}.sortBy(x, x)", "sortBy() does not take (list(string)) on a map(string, int)"),
            ("[1].sortBy(x)", "sortBy() is not written like this"),
            ("[1].sortBy(1, 2)", "the first argument of sortBy() is the name of its variable"),
            ("[1, 2].flatten()", "flatten() does not take () on a list(int)"),
            ("lists.range('a')", "lists.range() does not take (string)"),
            ("[1].slice(0)", "slice() does not take (int) on a list(int)"),
        ]
    )
    func `a type that does not fit is found before`(_ source: String, _ message: String) throws {
        #expect(Fixtures.problems(source).map(\.message) == [message])
    }

    @Test func `the type of the elements is kept`() throws {
        for source in [
            "[1].slice(0, 1)", "[1].distinct()", "[1].reverse()", "[1].sort()", "[1].sortBy(x, -x)", "[[1]].flatten()",
        ] {
            #expect(try Fixtures.environment.compile(source).resultType == .list(.int), "\(source)")
        }
    }

    @Test(arguments: [
        "lists.range(9223372036854775807)", "lists.range(300000)", "lists.range(60000).sort()",
        "lists.range(1000).map(x, [x]).distinct()", "lists.range(500).map(x, lists.range(1000)).flatten()",
    ])
    func `what takes too long is given up`(_ source: String) throws {
        #expect(try Fixtures.failure(source)?.kind == .costExceeded)
    }

    @Test func `a thousand values are told apart within the limit`() throws {
        #expect(try Fixtures.evaluate("lists.range(5000).map(x, x % 1000).distinct().size()") == 1000)
        #expect(try Fixtures.evaluate("lists.range(2000).map(x, string(x)).distinct().size()") == 2000)
    }
}
