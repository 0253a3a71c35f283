import CEL
import Testing

@Suite struct AnalysisTests {
    @Test func `the paths that a program reads are known`() throws {
        let source = """
            event.metric == 'm' && has(event.data.port) && event.data['host'].size() > 1
              && device.tags.exists(t, t == event.thing) && event.metric != 'n'
            """
        let program = try Fixtures.environment.compile(source)
        #expect(
            program.fieldPaths == [
                ["device", "tags"], ["event", "data", "host"], ["event", "data", "port"], ["event", "metric"],
                ["event", "thing"],
            ]
        )
        #expect(program.variables == ["device", "event"])
    }

    @Test func `the paths that a program may do without are known`() throws {
        let source = """
            has(event.data.port) && event.data.?host.orValue('') == '' && event.data[?'name'].hasValue()
              && event.data.?place.city.orValue(1) == 1 && event.metric == 'm'
            """
        let program = try Fixtures.environment.compile(source)
        #expect(
            program.testedPaths == [
                ["event", "data", "host"], ["event", "data", "name"], ["event", "data", "place", "city"],
                ["event", "data", "port"],
            ]
        )
        #expect(Set(program.testedPaths).isSubset(of: program.fieldPaths))
    }

    @Test func `what must be equal is known`() throws {
        let source =
            "event.metric == 'm' && ('x' == event.thing && event.value == 3) && (event.severity == 'a' || true)"
        let equalities = try Fixtures.environment.compile(source).requiredEqualities
        #expect(equalities.map(\.path) == [["event", "metric"], ["event", "thing"], ["event", "value"]])
        #expect(equalities.map(\.value) == ["m", "x", 3])
    }

    @Test(arguments: [
        "event.metric != 'm'", "event.metric == event.thing", "event.metric == 'a' || true", "!(any == 1)",
    ])
    func `what need not be equal is not`(_ source: String) throws {
        #expect(try Fixtures.environment.compile(source).requiredEqualities.isEmpty)
    }

    @Test func `what a number must be at least or at most is known`() throws {
        let source = """
            event.value > 5 && (any >= 2.5 && 7u > event.value) && 3 <= any && any < -1 && (any > 9 || true)
              && event.thing > 'a' && any > 9007199254740993
            """
        let bounds = try Fixtures.environment.compile(source).requiredBounds
        #expect(bounds.map(\.path.last) == ["value", "any", "value", "any", "any"])
        #expect(bounds.map(\.bound) == [.atLeast(5), .atLeast(2.5), .atMost(7), .atLeast(3), .atMost(-1)])
    }

    @Test func `a variable is set by place as by name`() throws {
        let slot = try #require(Fixtures.environment.slot("any"))
        var bindings = Bindings(Fixtures.environment)
        bindings[slot: slot] = 3
        #expect(bindings["any"] == 3)
        #expect(Fixtures.environment.slot("nope") == nil)
        #expect(try Fixtures.environment.compile("any + 1").evaluate(bindings) == 4)
    }
}

@Suite struct ExplanationTests {
    @Test func `every part of a condition is explained`() throws {
        let source = "event.value > 1 && event.severity == 'x'"
        let parts = try Fixtures.environment.compile(source).explain(Fixtures.bindings)
        let texts = parts.map { part in
            let text = String(decoding: Array(source.utf8)[part.range], as: UTF8.self)
            return switch part.outcome {
            case .success(.object): "\(text): an object"
            case .success(let value): "\(text): \(value)"
            case .failure(let error): "\(text): \(error.kind.rawValue)"
            case nil: "\(text): not needed"
            }
        }
        #expect(
            texts == [
                "\(source): no-such-field", "event.value > 1: true", "event.value: 150000.0", "event: an object",
                "event.severity == 'x': no-such-field", "event.severity: no-such-field", "event: an object",
            ]
        )
    }
}
