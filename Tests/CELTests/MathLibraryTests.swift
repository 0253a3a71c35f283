import CEL
import Testing

@Suite struct MathLibraryTests {
    @Test(
        arguments: [
            ("math.greatest(3)", 3), ("math.greatest(1, 2u)", .uint(2)), ("math.greatest(2, 2.0)", 2),
            ("math.greatest(-42.0, -21.5, -100.0)", -21.5), ("math.greatest([1u, 7u, 3u])", .uint(7)),
            ("math.greatest(1, 2.5, 2u, -7, dyn(9))", 9), ("math.greatest(event.value, 1)", 150_000.0),
            ("math.greatest(dyn([1, 2.5]))", 2.5), ("math.greatest(event.data.list)", 3),
            ("math.least(4.0, 3, 3.0, 5u)", 3), ("math.least(1, -1.5)", -1.5), ("math.least([5.4, 10u, 3u])", .uint(3)),
            ("math.least(18446744073709551615u, 9223372036854775807)", .int(.max)), ("math.least(0u, -1)", -1),
            ("math.least(dyn(1), 2, dyn(0.5))", 0.5),
        ] as [(String, Value)]
    )
    func `the greatest and the least of numbers are found`(_ source: String, _ value: Value) throws {
        let result = try Fixtures.evaluate(source)
        #expect(result == value)
        #expect(result.typeName == value.typeName)
    }

    @Test func `many numbers make no deep tree`() throws {
        let numbers = (1...1000).map(String.init).joined(separator: ", ")
        #expect(try Fixtures.evaluate("math.greatest(\(numbers))") == 1000)
    }

    @Test(
        arguments: [
            ("math.ceil(1.2)", 2.0), ("math.ceil(-1.2)", -1.0), ("math.floor(1.2)", 1.0), ("math.floor(-1.2)", -2.0),
            ("math.round(1.5)", 2.0), ("math.round(2.5)", 3.0), ("math.round(-2.5)", -3.0), ("math.round(1.4)", 1.0),
            ("math.round(0.49999999999999994)", 0.0), ("math.trunc(-1.9)", -1.0), ("math.trunc(1.9)", 1.0),
            ("math.ceil(1.0 / 0.0)", .double(.infinity)), ("math.round(0.0 / 0.0)", .double(.nan)),
            ("math.abs(-3)", 3), ("math.abs(3u)", .uint(3)), ("math.abs(-3.5)", 3.5),
            ("math.abs(-9223372036854775807)", .int(.max)), ("math.sign(-42)", -1), ("math.sign(0)", 0),
            ("math.sign(7u)", .uint(1)), ("math.sign(0u)", .uint(0)), ("math.sign(-0.5)", -1.0),
            ("math.sign(-0.0)", 0.0), ("math.sign(0.0 / 0.0)", .double(.nan)), ("math.sqrt(81)", 9.0),
            ("math.sqrt(4u)", 2.0), ("math.sqrt(985.25)", 31.388692231439016), ("math.sqrt(-15)", .double(.nan)),
            ("math.isNaN(0.0 / 0.0)", true), ("math.isNaN(1.0)", false), ("math.isInf(-1.0 / 0.0)", true),
            ("math.isInf(0.0 / 0.0)", false), ("math.isFinite(1.0)", true), ("math.isFinite(1.0 / 0.0)", false),
        ] as [(String, Value)]
    )
    func `numbers are rounded, tested and stripped of their sign`(_ source: String, _ value: Value) throws {
        let result = try Fixtures.evaluate(source)
        #expect(result == value)
        #expect(result.typeName == value.typeName)
    }

    @Test(
        arguments: [
            ("math.bitAnd(-3, -5)", -7), ("math.bitAnd(3u, 2u)", .uint(2)), ("math.bitOr(-2, -4)", -2),
            ("math.bitOr(1u, 4u)", .uint(5)), ("math.bitXor(4, -2)", -6), ("math.bitXor(3u, 5u)", .uint(6)),
            ("math.bitNot(1)", -2), ("math.bitNot(0u)", .uint(.max)), ("math.bitShiftLeft(-1, 2)", -4),
            ("math.bitShiftLeft(1, 63)", .int(.min)), ("math.bitShiftLeft(1, 64)", 0),
            ("math.bitShiftLeft(1u, 9223372036854775807)", .uint(0)), ("math.bitShiftRight(1024u, 2)", .uint(256)),
            ("math.bitShiftRight(-1024, 3)", 2_305_843_009_213_693_824), ("math.bitShiftRight(-1024, 64)", 0),
            ("math.bitShiftRight(-1, 0)", -1),
        ] as [(String, Value)]
    )
    func `bits are combined and shifted`(_ source: String, _ value: Value) throws {
        let result = try Fixtures.evaluate(source)
        #expect(result == value)
        #expect(result.typeName == value.typeName)
    }

    @Test(
        arguments: [
            ("math.greatest(dyn('a'))", EvaluationError.Kind.noSuchOverload),
            ("math.greatest(1, dyn('a'))", .noSuchOverload), ("math.greatest(dyn('a'), dyn('b'))", .noSuchOverload),
            ("math.least([1, 'a'])", .noSuchOverload), ("math.least([dyn([1])])", .noSuchOverload),
            ("math.greatest([])", .badArgument), ("math.greatest(1, 0.0 / 0.0)", .badArgument),
            ("math.abs(-9223372036854775808)", .overflow), ("math.bitShiftLeft(1, -1)", .badArgument),
            ("math.bitShiftRight(1u, -9223372036854775808)", .badArgument), ("math.ceil(dyn(1))", .noSuchOverload),
            ("math.isNaN(dyn(1))", .noSuchOverload), ("math.bitOr(dyn(1), dyn(1u))", .noSuchOverload),
            ("math.sqrt(dyn('a'))", .noSuchOverload),
        ] as [(String, EvaluationError.Kind)]
    )
    func `what is no number, or has no answer, fails`(_ source: String, _ kind: EvaluationError.Kind) throws {
        #expect(try Fixtures.failure(source)?.kind == kind)
    }

    @Test(
        arguments: [
            ("math.greatest('a')", "math.greatest() does not take (string)"),
            ("math.greatest(1, 2, event.thing)", "math.greatest() does not take (int, string)"),
            ("math.greatest(1, 2.0, true)", "math.greatest() does not take (double, bool)"),
            ("math.least()", "math.least() does not take ()"),
            ("math.least(['a'])", "math.least() does not take (list(string))"),
            ("math.bitOr(1, 1u)", "math.bitOr() does not take (int, uint)"),
            ("math.ceil(1)", "math.ceil() does not take (int)"),
        ]
    )
    func `a type that is no number is found before`(_ source: String, _ message: String) throws {
        #expect(Fixtures.problems(source).map(\.message) == [message])
    }

    @Test func `the type of the result is that of the numbers`() throws {
        #expect(try Fixtures.environment.compile("math.greatest(1, 2, 3)").resultType == .int)
        #expect(try Fixtures.environment.compile("math.greatest(1, 2.0)").resultType == .dyn)
        #expect(try Fixtures.environment.compile("math.least([1u])").resultType == .uint)
    }
}
