import CEL
import JSON
import Testing

@Suite struct JSONProblemTests {
    @Test func `a problem tells its kind, place and path`() throws {
        let text = """
            {
              "event": {"id": 1},
              "devices": [{"name": "pump"}, {"name": nil}]
            }
            """
        let problem = try #require(JSONProblem.of(text))
        #expect(problem.kind == .unexpected(expected: "a value"))
        #expect(problem.line == 3)
        #expect(problem.column == 42)
        #expect(problem.path == "/devices/1/name")
        #expect(problem.sentence == "line 3, column 42, at /devices/1/name: a value is expected here")
    }

    @Test(arguments: [
        ("", JSONProblem.Kind.empty, 0),
        ("  \n", .empty, 3),
        ("[1,]", .unexpected(expected: "a value"), 3),
        ("[1 2]", .unexpected(expected: "',' or ']'"), 3),
        (#"{"a" 1}"#, .unexpected(expected: "':'"), 5),
        ("{1:2}", .unexpected(expected: "a key or '}'"), 1),
        (#"{"a":1,}"#, .unexpected(expected: "a key"), 7),
        ("[1", .endedEarly(expected: "',' or ']'"), 2),
        (#"["a"#, .endedEarly(expected: "the end of a string"), 3),
        ("[\"a\tb\"]", .controlCharacter, 3),
        (#"["\x"]"#, .invalidEscape, 2),
        (#"["\ud800"]"#, .invalidEscape, 2),
        ("[01]", .invalidNumber, 1),
        ("[1.]", .invalidNumber, 1),
        ("[-]", .invalidNumber, 1),
        ("[1] x", .trailingContent, 4),
        ("tru", .unexpected(expected: "a value"), 0),
        ("[18446744073709551616]", .numberOutOfRange, 1),
        ("[-9223372036854775809]", .numberOutOfRange, 1),
        ("[1e400]", .numberOutOfRange, 1),
    ])
    func `every mistake is found where it is`(_ text: String, _ kind: JSONProblem.Kind, _ offset: Int) throws {
        let problem = try #require(JSONProblem.of(text))
        #expect(problem.kind == kind)
        #expect(problem.offset == offset)
    }

    @Test func `text that is not UTF-8 is refused at its first wrong byte`() throws {
        let problem = try #require(JSONProblem.of(Array(#"["ok","é"#.utf8) + [0xFF] + Array(#""]"#.utf8)))
        #expect(problem.kind == .invalidUTF8)
        #expect(problem.offset == 9)
    }

    @Test func `a key that repeats is refused, with its path, however it is spelled`() throws {
        let problem = try #require(JSONProblem.of(#"{"a": [{"k/y": 1, "k\u002fy": 2}]}"#))
        #expect(problem.kind == .duplicateKey)
        #expect(problem.path == "/a/0/k~1y")
        #expect(problem.offset == 18)
    }

    @Test(arguments: [2, 12, 13, 5_000]) func `a key that repeats is found among many`(_ count: Int) throws {
        let keys = (0..<count).map { "\"key\($0)\":0" }
        #expect(JSONProblem.of("{\(keys.joined(separator: ","))}") == nil)
        let doubled = "{\(keys.joined(separator: ",")),\"key\(count / 2)\":0}"
        #expect(JSONProblem.of(doubled)?.kind == .duplicateKey)
        #expect(JSONProblem.of("[1,{\"x\":\(doubled)}]")?.kind == .duplicateKey)
        #expect(JSONProblem.of("[{\"a\":1},{\"a\":1}]") == nil)
    }

    @Test func `keys that only look alike are different`() throws {
        #expect(JSONProblem.of("{\"e\u{301}\":1,\"\u{e9}\":2}") == nil)
    }

    @Test func `depth is limited exactly`() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(JSONProblem.of(nested(32)) == nil)
        let problem = try #require(JSONProblem.of(nested(33)))
        #expect(problem.kind == .tooDeep(depthMax: 32))
        #expect(problem.offset == 32)
        #expect(JSONProblem.of("{\"a\":{\"a\":1}}", limits: JSONLimits(depthMax: 1))?.kind == .tooDeep(depthMax: 1))
        #expect(JSONProblem.of(String(repeating: "[", count: 100_000))?.kind == .tooDeep(depthMax: 32))
        // The same thread's parser follows a change of limits both ways.
        let deeper = JSONProblem.of(nested(33), limits: JSONLimits(depthMax: 33))
        #expect(deeper == nil)
        #expect(JSONProblem.of(nested(33))?.kind == .tooDeep(depthMax: 32))
    }

    @Test func `size is limited before anything is parsed`() throws {
        let limits = JSONLimits(bytesMax: 10)
        #expect(JSONProblem.of("[123456789", limits: limits)?.kind != .tooLarge(bytesMax: 10))
        #expect(JSONProblem.of("[123456789]", limits: limits)?.kind == .tooLarge(bytesMax: 10))
    }

    @Test func `a sentence holds no control characters`() throws {
        let problem = try #require(JSONProblem.of(#"{"\u001b[31m\u202e": nul}"#))
        #expect(problem.path == "/\\u{1b}[31m\\u{202e}")
        #expect(!problem.sentence.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test(arguments: 0..<20) func `damaged texts are accepted by both readers or by none`(_ seed: UInt64) throws {
        let whole = Array(#"{"a":[1,-2.5e3,true,null,"x\né€😀"],"b":{"c":[{}],"d":18446744073709551615}}"#.utf8)
        let spare = Array("{}[]\",:0123456789eE+-.\\untrfals \u{1}\u{ff}".utf8) + [0xFF, 0x80, 0xC2]
        var random = Seeded(seed)
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: index)
                case 1: bytes[index] = spare.randomElement(using: &random) ?? 0
                default: bytes.insert(spare.randomElement(using: &random) ?? 0, at: index)
                }
            }
            guard let problem = JSONProblem.of(bytes) else { continue }
            // Where the scanner agreed with the parser it says more than this.
            let isFallback = problem.kind == .unexpected(expected: "a value") && problem.offset == 0
            let startsWrong = bytes.first.map { !"{[\"-0123456789tfn".utf8.contains($0) } ?? true
            #expect(
                !isFallback || startsWrong || bytes[0] != whole[0],
                "seed \(seed): \(String(decoding: bytes, as: UTF8.self))"
            )
        }
    }
}
