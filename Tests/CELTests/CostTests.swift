import CEL
import Testing

@Suite struct CostTests {
    /// Forty names, each a list of the one before it twice: a value of a trillion elements in a kilobyte.
    private static func doubling(_ use: String) -> String {
        let values = (1..<40).map { ", [cel.index(\($0 - 1)), cel.index(\($0 - 1))]" }.joined()
        return "cel.block([[1, 1]\(values)], \(use))"
    }

    @Test(arguments: [
        "cel.index(39)", "cel.index(39) == dyn(cel.index(39))", "[cel.index(39)] == [cel.index(39)]",
        "cel.index(39) in [cel.index(39)]", "'%s'.format([cel.index(39)])",
        "google.protobuf.ListValue{values: cel.index(39)}",
        "optional.of(cel.index(39)) == optional.of(cel.index(39))", "sets.contains([cel.index(39)], [cel.index(39)])",
        "[cel.index(39), cel.index(39)].distinct()", "cel.index(39).flatten(100)",
    ])
    func `a value that shares its parts is paid for whole`(_ use: String) throws {
        #expect(try Fixtures.failure(Self.doubling(use))?.kind == .costExceeded)
        _ = try Fixtures.environment.compile(Self.doubling(use)).explain(Fixtures.bindings)
    }

    @Test(arguments: [
        "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))",
        "['aaaaaaaaaaaaaaaa'].map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)"
            + ".map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).size() > 0",
        "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'.replace('', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')"
            + ".replace('', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy').size() > 0",
    ])
    func `an evaluation that takes too long is given up`(_ source: String) throws {
        #expect(try Fixtures.failure(source, costLimit: 1000)?.kind == .costExceeded)
    }

    /// A text of 64 KiB, read a thousand times.
    @Test(arguments: [
        "text == other", "text < other", "bytes(text) < bytes(other)", "[text] == [other]", "text in [other]",
        "text in {other: 1}", "{other: 1}[?text].hasValue()", "{text: 1}.size() > 0", "{text: 1} == {other: 1}",
        "text.split(part).size() > 0", "text.replace(part, '') == ''", "text.split('').size() > 0",
        "strings.quote(text) == ''", "[text, text].join() == ''", "text.reverse() == ''", "text.trim() == ''",
    ])
    func `every byte of a long text is paid for, wherever it is read`(_ use: String) throws {
        let environment = Environment(variables: [("text", .string), ("other", .string), ("part", .string)])
        let long = String(repeating: "a", count: 64 * 1024)
        var bindings = Bindings(environment)
        bindings["text"] = .string(long)
        bindings["other"] = .string(long.dropLast() + "b")
        bindings["part"] = .string(long.dropFirst(32 * 1024) + "b")
        let program = try environment.compile("lists.range(1000).map(i, \(use)).size() > 0")
        #expect {
            try program.evaluate(bindings)
        } throws: { error in
            (error as? EvaluationError)?.kind == .costExceeded
        }
    }

    @Test func `texts within a result count with their length`() throws {
        let source = "lists.range(1000).map(i, 'x')"
        #expect(try Fixtures.failure(source) == nil)
        let long = String(repeating: "x", count: 16 * 1024)
        #expect(try Fixtures.failure(source.replacing("x", with: long))?.kind == .costExceeded)
    }

    @Test func `nothing absorbs the end of the steps`() throws {
        let source = "[1, 2, 3, 4].all(x, [1, 2, 3, 4].all(y, x + y > 0)) || true"
        #expect(try Fixtures.failure(source, costLimit: 60)?.kind == .costExceeded)
        #expect(try Fixtures.failure(source) == nil)
    }

    @Test func `a value that shares its branches counts as a tree`() throws {
        let doubling = String(repeating: ".map(x, [x, x])", count: 40)
        #expect(try Fixtures.failure("[0]\(doubling)")?.kind == .costExceeded)
        #expect(try Fixtures.failure("[0]\(doubling) == [0]\(doubling)")?.kind == .costExceeded)
        #expect(try Fixtures.failure("[0]\(doubling) in [[0]\(doubling)]")?.kind == .costExceeded)
    }
}
