import CEL
import Testing

@Suite struct EvaluationTests {
    @Test(arguments: [
        #"event.metric == "aws:message-byte-size" && event.value > 100000 && event.thing.startsWith("sensor-")"#,
        "device.tags.exists(t, t == 'life-safety')", "!has(event.severity) && has(event.metric)",
        "has(event.data.port) && !has(event.data.host)", "event.data['port'] == 22.0", "event.device.id == device.id",
        "event.data.list.map(x, x > 1, x * 2) == [4, 6]", "device.tags.filter(t, t.endsWith('2')) == ['floor-2']",
        "[1, 2, 3].exists_one(x, x > 2)", "{'a': 1}.all(k, k == 'a')", "now > timestamp('2025-01-01T00:00:00Z')",
        "now.getFullYear() == 2026 && now.getHours('+05:30') == 8", "event == event && event.device == device",
        "type(event.data) == map", "1 == 1.0 && dyn(1u) in [1]", "'b' + 'c' == 'bc' && size([1] + [2]) == 2",
        "'a,b'.split(',').join('-') == 'a-b'", "'  x '.trim().upperAscii() == 'X'",
    ])
    func `a condition holds`(_ source: String) throws {
        #expect(try Fixtures.evaluate(source) == true)
        #expect(try Fixtures.environment.compile(source, expecting: .bool).isTrue(Fixtures.bindings))
    }

    @Test(
        arguments: [
            ("event.severity == 'high'", EvaluationError.Kind.noSuchField, 0..<14),
            ("1 + event.data.nope", .noSuchKey, 4..<19), ("event.data.list[7] == 1", .indexOutOfRange, 0..<18),
            ("1 / 0 == 1", .divideByZero, 0..<5), ("9223372036854775807 + 1", .overflow, 0..<23),
            ("event.data.port + 'x'", .noSuchOverload, 0..<21), ("event.data.port && true", .noSuchOverload, 0..<15),
            ("int('x')", .badConversion, 0..<8), ("any == 1", .unbound, 0..<3), ("{1: 2, 1u: 3}", .duplicateKey, 7..<9),
            ("now.getHours('Mars/Olympus')", .badArgument, 0..<28), ("'abc'.substring(2, 9)", .indexOutOfRange, 0..<21),
        ] as [(String, EvaluationError.Kind, Range<Int>)]
    )
    func `a failure says what and where`(
        _ source: String,
        _ kind: EvaluationError.Kind,
        _ range: Range<Int>
    ) throws {
        let failure = try #require(try Fixtures.failure(source))
        #expect(failure.kind == kind)
        #expect(failure.range == range)
    }

    @Test(arguments: ["any == 1 || true", "true || any == 1", "!(any == 1 && false)", "[0, 1].exists(x, 1 / x == 1)"])
    func `a part that decides makes up for one that fails`(_ source: String) throws {
        #expect(try Fixtures.evaluate(source) == true)
    }

    @Test func `the first of several failures is told`() throws {
        #expect(try Fixtures.failure("1 / 0 == 1 && any == 1 && true")?.kind == .divideByZero)
        #expect(try Fixtures.failure("any == 1 || 1 / 0 == 1 || false")?.kind == .unbound)
    }

    @Test func `a name is what it is, whatever its case or accents`() throws {
        #expect(try Fixtures.evaluate(#""é" == "e\u0301""#) == false)
        #expect(try Fixtures.evaluate(#""Z" < "a" && "a" < "é""#) == true)
    }

    @Test func `a program reads its environment's functions`() throws {
        let group = Overload(.member, [.object(Fixtures.device), .string], .int) { values in
            guard case .object(let device) = values[0], case .string(let name) = values[1] else { return nil }
            return device.field(2) == .string(name) ? 1 : 0
        }
        let shout = Overload.of(.member) { (text: String) in text + "!" }
        let environment = Environment(
            variables: [("device", .object(Fixtures.device))],
            functions: [Function("isIn", [group]), Function("shout", [shout])]
        )
        var bindings = Bindings(environment)
        bindings["device"] = .object(Fixtures.lamp)
        let program = try environment.compile("device.isIn('lamps') == 1 && 'a'.shout() == 'a!'")
        #expect(try program.evaluate(bindings) == true)
    }

    @Test func `an object of another type is refused`() async {
        await #expect(processExitsWith: .failure) {
            var bindings = Bindings(Fixtures.environment)
            bindings["event"] = .object(Fixtures.lamp)
        }
    }
}
