import CEL
import Testing

@Suite struct ValueTests {
    @Test func `numbers are equal and hash alike across their types`() {
        let ones: Set<Value> = [.int(1), .uint(1), .double(1)]
        #expect(ones.count == 1)
        #expect(Value.list([.int(1)]) == .list([.double(1)]))
        #expect(Value.int(1) != .bool(true))
        #expect(Value.double(.nan) == .double(.nan))
    }

    @Test func `a map finds a number under any of its types`() throws {
        let map = try #require(MapValue(entries: [(key: .int(1), value: "a"), (key: .uint(.max), value: "b")]))
        #expect(map[.double(1)] == "a")
        #expect(map[.uint(1)] == "a")
        #expect(map[.uint(.max)] == "b")
        #expect(map[.double(1.5)] == nil)
        #expect(MapValue(entries: [(key: .int(1), value: "a"), (key: .uint(1), value: "b")]) == nil)
        #expect(MapValue(entries: [(key: .double(1), value: "a")]) == nil)
    }

    @Test func `texts that only Unicode calls the same do not collide`() {
        // Eleven letters, each with two spellings: two thousand texts that Swift's own equality and hash take for one.
        let texts = (0..<2048).map { bits in
            (0..<11).map { bits >> $0 & 1 == 0 ? "\u{e9}" : "e\u{301}" }.joined()
        }
        #expect(Set(texts.map { MapKey.string($0).hashValue }).count > 2000)
    }

    @Test func `a large map keeps its order and finds its keys`() {
        let map = MapValue((0..<100).map { ("k\($0)", Value.int(Int64($0))) })
        #expect(map.entries.map(\.value) == (0..<100).map { .int($0) })
        #expect(map["k73"] == 73)
        #expect(map["k100"] == nil)
        #expect(map == MapValue((0..<100).reversed().map { ("k\($0)", Value.int(Int64($0))) }))
    }

    @Test(
        arguments: [
            (["a": [1, 2.0, nil]], #"{"a": [1, 2.0, null]}"#), ("a\"\n\u{1b}\u{202e}", #""a\"\n\x1b\u202e""#),
            (.bytes([97, 255]), #"b"a\xff""#), (.uint(3), "3u"), (.type(.int), "int"),
            (.timestamp(Timestamp(nanosecondsSinceEpoch: -1)), #"timestamp("1969-12-31T23:59:59.999999999Z")"#),
            (.duration(TimeSpan(nanoseconds: -1_500_000_000)), #"duration("-1.5s")"#),
        ] as [(Value, String)]
    )
    func `a value reads as one would write it`(_ value: Value, _ text: String) {
        #expect(value.description == text)
    }

    /// A bug taught us: the Arabic letter mark, the soft hyphen, the word joiner and the tags were let through.
    @Test(arguments: [
        ("\u{61c}", "\\u061c"), ("\u{ad}", "\\u00ad"), ("\u{85}", "\\u0085"), ("\u{2028}", "\\u2028"),
        ("\u{2060}", "\\u2060"), ("\u{2064}", "\\u2064"), ("\u{feff}", "\\ufeff"), ("\u{e0001}", "\\U000e0001"),
        ("\u{e007f}", "\\U000e007f"),
    ])
    func `what steers, hides or turns text is escaped, as one would write it`(_ mark: String, _ escape: String) throws {
        let description = Value.string("a\(mark)b").description
        #expect(description == "\"a\(escape)b\"")
        #expect(try Fixtures.evaluate(description) == .string("a\(mark)b"))
    }

    @Test(arguments: [
        "0001-01-01T00:00:00Z", "1600-02-29T12:00:00Z", "1969-12-31T23:59:59.999Z", "2000-02-29T00:00:00Z",
        "2100-03-01T00:00:00.000001Z", "2020-01-01T00:00:00.5Z", "9999-12-31T23:59:59.999999999Z",
    ])
    func `a timestamp survives its text`(_ text: String) throws {
        #expect(try #require(Timestamp(text)).description == text)
    }

    @Test(arguments: [
        "0000-01-01T00:00:00Z", "2001-02-29T00:00:00Z", "2001-01-01T24:00:00Z", "2001-01-01 00:00:00Z",
        "2001-01-01T00:00:00", "2001-13-01T00:00:00Z", "2001-01-01T00:00:00+1:00", "9999-12-31T23:59:59-00:01", "",
    ])
    func `what is no timestamp is refused`(_ text: String) { #expect(Timestamp(text) == nil) }

    @Test func `every day of four centuries follows the one before`() {
        var expected = CivilDate(secondsSinceEpoch: -12_622_780_800)
        for day in Int64(-146_097)..<146_097 {
            let date = CivilDate(secondsSinceEpoch: day * 86_400)
            #expect(CivilDate.days(year: date.year, month: date.month, day: date.day) == day)
            let follows = date.day == 1 || date.day == expected.day + 1 || day == -146_097
            #expect(follows && date.weekday == ((day + 4) % 7 + 7) % 7, "day \(day)")
            expected = date
        }
    }

    @Test(
        arguments: [
            ("1h30m", Int64(5_400_000_000_000)), ("1.5s", 1_500_000_000), ("-250ms", -250_000_000), ("0", 0),
            ("1us", 1000),
            ("0.1ns", 0), ("+2m", 120_000_000_000), ("-9223372036854775808ns", .min), ("0.3s", 300_000_000),
        ] as [(String, Int64)]
    )
    func `a duration is read`(_ text: String, _ nanoseconds: Int64) {
        #expect(TimeSpan(text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: ["", "1", "s", "1x", "1h ", "9223372036854775808ns", "300000h1000000000000h", "--1s", "0 0"])
    func `what is no duration is refused`(_ text: String) { #expect(TimeSpan(text) == nil) }

    @Test func `nanoseconds reach as far as they fit`() {
        for nanoseconds in [Int64.min, -1_000_000_000, -1, 0, 1, .max] {
            #expect(Timestamp(nanosecondsSinceEpoch: nanoseconds).nanosecondsSinceEpoch == nanoseconds)
        }
        #expect(Timestamp("0001-01-01T00:00:00Z")?.nanosecondsSinceEpoch == nil)
    }

    @Test(
        arguments: [
            (1.0, "1"), (-0.0, "-0"), (0.5, "0.5"), (-4.5e-3, "-0.0045"), (100_000.0, "100000"), (1_000_000.0, "1e+06"),
            (123_456_789.0, "1.23456789e+08"), (123_456.75, "123456.75"), (1e-7, "1e-07"), (1e-4, "0.0001"),
            (1e300, "1e+300"), (9_007_199_254_740_993.0, "9.007199254740992e+15"), (.infinity, "+Inf"),
        ] as [(Double, String)]
    )
    func `a double becomes text as in the other implementations`(_ value: Double, _ text: String) {
        #expect(DoubleText.plain(value) == text)
    }

    @Test func `the nearest spelling is near, or none`() {
        #expect(Spelling.closest(to: "tgas", among: ["tags", "type", "id"]) == "tags")
        #expect(Spelling.closest(to: "Metric", among: ["metric"]) == "metric")
        #expect(Spelling.closest(to: "zzz", among: ["tags", "type"]) == nil)
        #expect(Spelling.closest(to: "ab", among: ["ac", "aa"]) == "aa")
    }
}
