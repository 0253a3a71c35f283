import CEL
import JSON
import Testing

@Suite struct JSONTextTests {
    @Test func `values become what they are`() throws {
        let value = try JSONText.parse(
            #"{"z":null,"a":[true,false],"i":-9223372036854775808,"m":9223372036854775807,"u":18446744073709551615,"d":1.0,"e":1E2,"s":"a\u0000\ud83d\ude00"}"#
        )
        guard case .map(let map) = value else {
            Issue.record("not a map")
            return
        }
        #expect(map.entries.map(\.key) == ["z", "a", "i", "m", "u", "d", "e", "s"])
        #expect(map["z"] == .null)
        #expect(map["a"] == .list([true, false]))
        guard case .int(.min)? = map["i"], case .int(.max)? = map["m"], case .uint(.max)? = map["u"],
            case .double(1)? = map["d"], case .double(100)? = map["e"], case .string("a\0😀")? = map["s"]
        else {
            Issue.record("not the types that were expected: \(map)")
            return
        }
    }

    @Test func `a value alone is a text`() throws {
        #expect(try JSONText.parse("7") == .int(7))
        #expect(try JSONText.parse(" \"x\" ") == "x")
        #expect(try JSONText.parse(Array("[0]".utf8)[...]) == [0])
        #expect(try JSONText.parse("[0]".utf8) == [0])
    }

    @Test func `a map is written in its order, or sorted`() throws {
        let value: Value = ["b": 1, "a": ["d": [], "c": .map(MapValue([]))], "ä": nil]
        #expect(JSONText.string(value) == #"{"b":1,"a":{"d":[],"c":{}},"ä":null}"#)
        #expect(JSONText.string(value, sortedKeys: true) == #"{"a":{"c":{},"d":[]},"b":1,"ä":null}"#)
    }

    @Test func `what JSON has no form for is written in a documented one`() throws {
        let time = try #require(Timestamp("2009-02-13T23:31:30.125Z"))
        #expect(JSONText.string(.timestamp(time)) == #""2009-02-13T23:31:30.125Z""#)
        #expect(JSONText.string(.duration(TimeSpan(nanoseconds: 1_500_000_000))) == #""1.5s""#)
        #expect(JSONText.string(.bytes(Array("any carnal pleas".utf8))) == #""YW55IGNhcm5hbCBwbGVhcw==""#)
        #expect(JSONText.string(.list([.double(.nan), .double(.infinity)])) == "[null,null]")
        #expect(JSONText.string(.type(.int)) == #""int""#)
        let mixed = MapValue(entries: [
            (.int(1), "int"), (.string("1"), "text"), (.bool(true), "bool"), (.uint(7), "uint"),
        ])
        #expect(JSONText.string(.map(try #require(mixed))) == #"{"1":"int","true":"bool","7":"uint"}"#)
    }

    @Test(arguments: [
        ([UInt8](), ""), ([102], "Zg=="), ([102, 111], "Zm8="), ([102, 111, 111], "Zm9v"), ([0xFB, 0xFF], "+/8="),
    ])
    func `bytes are base64`(_ bytes: [UInt8], _ text: String) {
        #expect(JSONText.string(.bytes(bytes)) == "\"\(text)\"")
    }

    /// Eight bytes are looked at at a time, and the last eight once more.
    @Test(arguments: ["\"", "\\", "\n", "\u{1F}", "\u{7F}", "\u{9F}", "\u{202E}", "\u{FEFF}", "~", "é", "😀"])
    func `a character is written the same wherever it stands, and read back`(character: String) throws {
        let alone = JSONText.string(.string(character)).dropFirst().dropLast()
        for count in 0..<25 {
            for position in 0...count {
                let (before, after) = (
                    String(repeating: "a", count: position), String(repeating: "b", count: count - position)
                )
                let written = JSONText.string(.string(before + character + after))
                #expect(written == "\"\(before)\(alone)\(after)\"")
                #expect(try JSONText.parse(written) == .string(before + character + after))
            }
        }
    }

    @Test func `a text of any length is written whole`() {
        for count in [0, 1, 490, 500, 4_000, 100_000] {
            let text = String(repeating: "\"a", count: count)
            #expect(JSONText.string([.string(text), 1]).utf8.count == 3 * count + 6)
        }
    }

    @Test func `what hides or turns text is escaped`() throws {
        let text = "\u{61C}\u{200B}\u{200F}\u{202A}\u{202E}\u{2060}\u{2066}\u{2069}\u{206F}\u{FEFF}؛€\u{2070}"
        let written = JSONText.string(.string(text))
        let escaped = #""\u061c\u200b\u200f\u202a\u202e\u2060\u2066\u2069\u206f\ufeff"#
        #expect(written == escaped + "؛€\u{2070}\"")
        #expect(try JSONText.parse(written) == .string(text))
    }

    @Test func `control characters are escaped and all else stays`() throws {
        let text = "\"\\\n\r\t\u{8}\u{c}\u{0}\u{1b}\u{7f}\u{80}\u{9b}\u{9f}\u{a0}\u{2028}\u{2029}\u{2027}é€😀/"
        let written = JSONText.string(.string(text))
        #expect(
            written == #""\"\\\n\r\t\b\f\u0000\u001b\u007f\u0080\u009b\u009f"# + "\u{a0}" + #"\u2028\u2029"#
                + "\u{2027}é€😀/\""
        )
        #expect(try JSONText.parse(written) == .string(text))
    }

    @Test(arguments: [0.1, 1, -0.0, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 123_456_789.125])
    func `a double comes back the same and stays a double`(_ number: Double) throws {
        guard case .double(let back) = try JSONText.parse(JSONText.write(.double(number))) else {
            Issue.record("it became an integer")
            return
        }
        #expect(back.bitPattern == number.bitPattern)
    }

    @Test(arguments: 0..<50) func `a random value comes back the same`(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let value = randomValue(depth: 5, &random)
        #expect(try JSONText.parse(JSONText.write(value)) == value, "seed \(seed)")
        #expect(try JSONText.parse(JSONText.write(value, sortedKeys: true)) == value, "seed \(seed)")
        let document = try JSONDocument.parse(JSONText.write(value))
        #expect(Value(document.root) == value, "seed \(seed)")
    }

    private func randomValue(depth: Int, _ random: inout Seeded) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .int(.random(in: .min ... .max, using: &random))
        case 3: .uint(.random(in: UInt64(Int64.max)...UInt64.max, using: &random))
        case 4: .double(.random(in: -1e9...1e9, using: &random))
        case 5: .string(randomText(&random))
        case 6: .list((0..<Int.random(in: 0..<5, using: &random)).map { _ in randomValue(depth: depth - 1, &random) })
        default:
            .map(
                MapValue(
                    (0..<Int.random(in: 0..<20, using: &random)).map { number in
                        ("\(number)\(randomText(&random))", randomValue(depth: depth - 1, &random))
                    }
                )
            )
        }
    }

    private func randomText(_ random: inout Seeded) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let bound: UInt32 = [0x20, 0x80, 0x3000, 0x11_0000].randomElement(using: &random) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
