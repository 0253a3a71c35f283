import CEL
import Foundation
import Testing

@Suite struct FormatLibraryTests {
    @Test(arguments: [
        ("'plain'.format([])", "plain"), ("''.format([])", ""), ("'100%%'.format([])", "100%"),
        ("'%%%s%%%%'.format(['a'])", "%a%%"),
        ("'é%s漢'.format(['ü'])", "éü漢"), ("'%s %d'.format(['a', 1, 2])", "a 1"),
        ("'%s'.format([event.thing])", "sensor-7"), ("event.thing.format([])", "sensor-7"),
        ("'%d %d %d'.format([-1, 2u, 3.14])", "-1 2 3.14"), ("'%d'.format([1e21])", "1000000000000000000000"),
        ("'%d'.format([-9223372036854775808])", "-9223372036854775808"), ("'%d'.format([-1.0 / 0.0])", "-Infinity"),
        ("'%b %b %b'.format([5, -5, 5u])", "101 -101 101"), ("'%b%b'.format([true, false])", "10"),
        ("'%b'.format([-9223372036854775808])", "-1" + String(repeating: "0", count: 63)),
        ("'%o %o'.format([11, -8])", "13 -10"),
        ("'%x %X'.format([-255, 18446744073709551615u])", "-ff FFFFFFFFFFFFFFFF"), ("'%x'.format(['é'])", "c3a9"),
        ("'%X'.format([b'\\xff\\x00'])", "FF00"), ("'%x'.format([''])", ""),
    ])
    func `a clause writes a whole number, text or bytes`(_ source: String, _ text: String) throws {
        #expect(try Fixtures.evaluate(source) == .string(text))
    }

    @Test(arguments: [
        ("null", "null"), ("true", "true"), ("-7", "-7"), ("7u", "7"), ("4.0", "4"), ("0.1", "0.1"), ("-0.0", "-0"),
        ("1e-7", "0.0000001"),
        ("1.5e300", "15" + String(repeating: "0", count: 299)), ("123456789.25", "123456789.25"), ("0.0 / 0.0", "NaN"),
        ("1.0 / 0.0", "Infinity"), ("-1.0 / 0.0", "-Infinity"), ("'a\"b'", "a\"b"), ("b'xyz'", "xyz"),
        ("b'a\\xff\\xfeb\\xc3'", "a\u{FFFD}b\u{FFFD}"), ("duration('1h45m47s')", "6347s"),
        ("duration('-1.5s')", "-1.5s"),
        ("duration('1ns')", "0.000000001s"), ("duration('0s')", "0s"),
        ("timestamp('2023-02-03T23:31:20.5+01:00')", "2023-02-03T22:31:20.5Z"), ("type(1)", "int"), ("int", "int"),
        ("[]", "[]"), ("[1, 'a', [b'c', null]]", "[1, a, [c, null]]"), ("{}", "{}"),
        ("{'b': 1, 10: [2.5], 9u: {'x': 'y'}, true: null}", "{10: [2.5], 9: {x: y}, b: 1, true: null}"),
    ])
    func `any value is written as text`(_ value: String, _ text: String) throws {
        #expect(try Fixtures.evaluate("'%s'.format([\(value)])") == .string(text))
        #expect(try Fixtures.evaluate("'%.3s'.format([dyn(\(value))])") == .string(text))
    }

    @Test(arguments: [
        ("%f", "2.71828", "2.718280"), ("%.0f", "2.5", "2"), ("%.0f", "3.5", "4"), ("%.0f", "0.5", "0"),
        ("%.0f", "0.51", "1"),
        ("%.0f", "-0.4", "-0"), ("%.1f", "0.25", "0.2"), ("%.1f", "0.35", "0.3"), ("%.3f", "1.2345", "1.234"),
        ("%.2f", "9.995", "9.99"),
        ("%.2f", "0.999", "1.00"), ("%.3f", "-123.4999", "-123.500"), ("%f", "0.0", "0.000000"),
        ("%.2f", "1e-300", "0.00"),
        ("%.20f", "0.1", "0.10000000000000000555"), ("%.1f", "1e22", "10000000000000000000000.0"),
        ("%.2f", "3", "3.00"), ("%.1f", "3u", "3.0"),
        ("%f", "9007199254740993", "9007199254740993.000000"), ("%f", "0.0 / 0.0", "NaN"),
        ("%.1f", "-1.0 / 0.0", "-Infinity"),
        ("%e", "1052.032911275", "1.052033e+03"), ("%e", "0.0", "0.000000e+00"), ("%.0e", "2.5", "2e+00"),
        ("%.0e", "9.5", "1e+01"),
        ("%.1e", "-3.14", "-3.1e+00"), ("%.2e", "1e100", "1.00e+100"), ("%.2e", "5e-324", "4.94e-324"),
        ("%.3e", "99995u", "1.000e+05"),
        ("%e", "3", "3.000000e+00"), ("%e", "1.0 / 0.0", "Infinity"),
    ])
    func `a number is rounded, a half to the even neighbour`(_ clause: String, _ value: String, _ text: String) throws {
        #expect(try Fixtures.evaluate("'\(clause)'.format([\(value)])") == .string(text))
    }

    /// The C library writes every digit of a double too.
    @Test(arguments: [0, 1, 6, 17, 60, 1000], ["f", "e"])
    func `the digits of any double are exact`(_ precision: Int, _ clause: String) throws {
        let environment = Environment(variables: [("x", .double)])
        let program = try environment.compile("'%.\(precision)\(clause)'.format([x])")
        var bindings = Bindings(environment)
        var state: UInt64 = 42
        for round in 0..<400 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Half of them of a size that people write, and with ties.
            let small = Double(Int64(truncatingIfNeeded: state >> 44)) / 1024
            let x = round.isMultiple(of: 2) ? Double(bitPattern: state) : small
            guard x.isFinite else { continue }
            bindings["x"] = .double(x)
            let expected = String(format: "%.\(precision)\(clause)", x)
            #expect(try program.evaluate(bindings) == .string(expected), "the bits of x are \(x.bitPattern)")
        }
    }

    @Test(arguments: [
        "'%'.format([1])", "'a %'.format([1])", "'%.'.format([1])", "'%.2'.format([1])", "'%.f'.format([1.0])",
        "'%.-1f'.format([1.0])", "'%.1075f'.format([1.0])", "'%.99999999999999999999f'.format([1.0])",
        "'%a'.format([1])",
        "'%é'.format([1])", "'% d'.format([1])", "'%5d'.format([1])", "'%.1.1f'.format([1.0])", "'%d'.format(['1'])",
        "'%d'.format([true])",
        "'%f'.format(['1'])", "'%e'.format([null])", "'%f'.format([duration('1s')])", "'%b'.format([1.0])",
        "'%b'.format(['1'])",
        "'%o'.format([true])", "'%o'.format([1.0])", "'%x'.format([1.0])", "'%x'.format([null])", "'%X'.format([true])",
        "'%s'.format([event])", "'%s'.format([[1, [event]]])", "'%s'.format([{'a': event}])",
        "'%s'.format([optional.of(1)])", "'%s'.format([ip('::')])",
    ])
    func `a clause that is none, or takes no such value, fails`(_ source: String) throws {
        #expect(try Fixtures.failure(source)?.kind == .badArgument)
    }

    @Test func `a clause without a value fails`() throws {
        let failure = try Fixtures.failure("'%s %s'.format(['a'])")
        #expect(failure?.kind == .indexOutOfRange)
        #expect(failure?.message == "format() has a clause for value 2, but is given 1")
    }

    @Test func `a clause says what it takes`() throws {
        let failure = try Fixtures.failure("'%d'.format(['a'])")
        #expect(failure?.message == "%d of format() takes a number, not a string")
        #expect(Fixtures.problems("'%s'.format('a')").map(\.code) == [.noOverload])
    }

    @Test func `a letter that is no clause is quoted`() throws {
        let failure = try Fixtures.failure(#"'%\u202e'.format([1])"#)
        let rule = "is no clause of format(): there are %s, %d, %f, %e, %b, %o, %x, %X and %%"
        #expect(failure?.message == #""%\u202e" \#(rule)"#)
    }

    @Test(arguments: [
        "'%s'.format([[[event.thing, event.thing].map(x, x + x + x + x), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]])",
        "'%f'.format([5e-324])", "'%.1000f%.1000f'.format([1, 2])",
        "'%x'.format([event.thing + '0123456789012345678901234567890123456789012345678901234567890123456789'])",
    ])
    func `what is written is paid for`(_ source: String) throws {
        #expect(try Fixtures.failure(source, costLimit: 20)?.kind == .costExceeded)
        #expect(try Fixtures.failure(source) == nil)
    }

    @Test func `a value that shares its branches is given up`() throws {
        let doubling = String(repeating: ".map(x, [x, x])", count: 40)
        #expect(try Fixtures.failure("'%s'.format([0]\(doubling))")?.kind == .costExceeded)
    }
}
