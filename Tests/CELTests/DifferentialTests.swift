import CEL
import Testing

/// What the comparison with Google's cel-cpp taught: see `Tests/CELDifferential`.
@Suite struct DifferentialTests {
    @Test func `an object that slipped past the check is read by its own fields`() throws {
        // The list counts as one of events, for Google's checkers too; the second element is none.
        let device = "([event] + dyn([device]))[1]"
        #expect(try Fixtures.failure("\(device).data == 1")?.kind == .noSuchField)
        #expect(try Fixtures.failure("\(device).thing == ''")?.kind == .noSuchField)
        #expect(try Fixtures.failure("has(\(device).thing)")?.kind == .noSuchField)
        #expect(try Fixtures.evaluate("([event] + dyn([device]) + [event])[0].thing") == "sensor-7")
    }

    @Test(
        arguments: [
            // The check takes the first function that fits a type it does not know; another may be meant.
            ("-event.data['port']", -22), ("string(event.data['port'])", "22"),
            ("([] + dyn([1])).map(x, string(x))", ["1"]), ("(dyn([1.5]) + [1]).map(x, -x)", [-1.5, -1]),
        ] as [(String, Value)]
    )
    func `the function is chosen by what the arguments are, not by what the check took them for`(
        _ source: String,
        _ value: Value
    ) throws {
        #expect(try Fixtures.evaluate(source) == value)
    }

    @Test func `what is taken out of something dynamic is dynamic`() throws {
        for source in ["event.data['port']", "event.data['a'] + event.data['b']", "-event.data['port']"] {
            #expect(try Fixtures.environment.compile(source).resultType == .dyn)
        }
    }

    @Test func `text over several lines has the same line ends, however they were written`() throws {
        #expect(try Fixtures.evaluate("'''a\r\nb\rc\nd'''") == "a\nb\nc\nd")
        #expect(try Fixtures.evaluate("r'''a\r\n'''") == "a\n")
        #expect(try Fixtures.evaluate("'''a\\r\r'''") == "a\r\n")
    }

    @Test(arguments: ["dyn({},)", "has(any.b,)", "[1].map(x, x,)", "rb'a'", "Rb'a'", "[1,,]", "{,,}", "[,1]"])
    func `what the grammar has not is refused`(_ source: String) {
        #expect(!Fixtures.problems(source).isEmpty)
    }

    @Test func `a comma may follow the last part of a list or a map, even where there is none`() throws {
        #expect(try Fixtures.evaluate("[,] == [] && {,} == {} && [1,] == [1] && {1: 2,} == {1: 2}") == true)
        #expect(try Fixtures.evaluate("br'\\' == b'\\\\' && BR'a' == b'a'") == true)
    }

    @Test func `a number does not end at a zero byte`() throws {
        #expect(try Fixtures.failure("double('1\\x00.5') == 1.0")?.kind == .badConversion)
    }

    @Test func `a hexadecimal number begins with a small x`() throws {
        #expect(try Fixtures.evaluate("0xFFu == 255u && 0xff == 255") == true)
        #expect(!Fixtures.problems("0XFF").isEmpty)
    }

    @Test func `a duration as a number is the number that it is made of`() throws {
        #expect(try Fixtures.evaluate("int(duration('1.5s'))") == 1_500_000_000)
        #expect(try Fixtures.evaluate("duration(int(duration('1h'))) == duration('1h')") == true)
    }

    @Test(
        arguments: [
            ("9223372036854775807.999999999999h", nil), ("0.0000000000003h", 1),
            ("1.0000000000000000009s", 1_000_000_000),
            ("2562047h47m16.854775807s", .max), ("-2562047h47m16.854775808s", .min), ("2562047h47m16.854775808s", nil),
            ("0", 0), ("-0", 0), ("00", nil), ("0.0", nil), ("0s", 0), ("1s0", nil), ("", nil), ("+", nil),
        ] as [(String, Int64?)]
    )
    func `a duration is read to the nanosecond, or refused`(_ text: String, _ nanoseconds: Int64?) {
        #expect(TimeSpan(text)?.nanoseconds == nanoseconds)
    }

    @Test func `an unsigned number has no minus, not even before a zero`() throws {
        #expect(try Fixtures.failure("uint('-0') == 0u")?.kind == .badConversion)
        #expect(try Fixtures.evaluate("uint('+1') == 1u") == true)
    }

    @Test func `a time zone is any two pairs of digits, a timestamp's offset less than a day`() throws {
        #expect(
            try Fixtures.evaluate("timestamp(0).getHours('+24:00') == 0 && timestamp(0).getHours('05:60') == 6") == true
        )
        #expect(try Fixtures.failure("timestamp(0).getHours('Z') == 0")?.kind == .badArgument)
        #expect(Timestamp("2020-01-01T00:00:00+24:00") == nil)
        #expect(Timestamp("2020-01-01T00:00:00+00:60") == nil)
    }
}
