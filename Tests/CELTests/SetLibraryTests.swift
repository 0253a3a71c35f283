import CEL
import Testing

@Suite struct SetLibraryTests {
    @Test(arguments: [
        "sets.contains([], [])", "sets.contains([1], [])", "!sets.contains([], [1])",
        "sets.contains([1, 2, 3, 4], [2, 3])", "!sets.contains([1, 2], [2, 3])",
        "sets.contains([1, 2.0, 3u], [1.0, 2u, 3])", "sets.contains([1, 2], [2.0])", "sets.contains([1.0], [1u, 1u])",
        "sets.contains([[1], [2, 3.0]], [[2u, 3]])", "sets.contains([{'a': [1]}], dyn([{'a': [1.0]}]))",
        "sets.contains(device.tags, ['life-safety'])", "!sets.contains(['Life-Safety'], device.tags)",
        "sets.contains(event.data.list, [1])", "!sets.contains([1], dyn(['1', true]))",
        "!sets.contains([0.0 / 0.0], [0.0 / 0.0])", "sets.contains([null, true], dyn([true, null]))",
        "sets.equivalent([], [])", "sets.equivalent([1], [1, 1])", "sets.equivalent([1], [1u, 1.0])",
        "sets.equivalent([1, 2, 3], [3u, 2.0, 1])", "!sets.equivalent([1, 2], [1])", "!sets.equivalent([1], [1, 2])",
        "sets.equivalent([[1], [2]], [[2], [1], [2]])", "!sets.intersects([], [])", "!sets.intersects([1], [])",
        "!sets.intersects([], [1])", "sets.intersects([1], [1, 2])", "!sets.intersects([1], [2, 3])",
        "sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])", "sets.intersects([1u, 5u], [5])",
        #"!sets.intersects(["é"], ["e\u0301"])"#, "sets.intersects([ip('::1')], [ip('0::1')])",
        "sets.intersects([optional.of(1)], dyn([optional.of(1.0)]))", "sets.intersects([event], dyn([1, event]))",
        "!sets.intersects([9007199254740993], [9007199254740992])",
        "sets.intersects([9007199254740993], [9007199254740992.0])",
    ])
    func `lists are compared as sets`(_ source: String) throws {
        #expect(try Fixtures.evaluate(source) == true)
    }

    @Test(arguments: [
        "sets.contains(1, [1])", "sets.contains([1], 'a')", "sets.intersects([1], ['a'])", "sets.equivalent([1])",
    ])
    func `lists that cannot have anything in common are found before`(_ source: String) {
        #expect(Fixtures.problems(source).map(\.code) == [.noOverload])
    }

    @Test func `what is no list fails`() throws {
        #expect(try Fixtures.failure("sets.contains([1], dyn('a'))")?.kind == .noSuchOverload)
    }

    @Test(arguments: ["contains", "equivalent", "intersects"])
    func `scalars are looked up, and what holds others is compared and paid for`(_ relation: String) throws {
        #expect(try Fixtures.evaluate("sets.\(relation)(lists.range(4000), lists.range(4000).map(x, x))") == true)
        let tree = "[[0]\(String(repeating: ".map(x, [x, x])", count: 30))]"
        #expect(try Fixtures.failure("sets.\(relation)(\(tree), \(tree))")?.kind == .costExceeded)
    }

    @Test func `many lists without one in common take too long`() throws {
        let source = "sets.intersects(lists.range(1000).map(x, [x]), lists.range(1000).map(x, [x + 1000]))"
        #expect(try Fixtures.failure(source)?.kind == .costExceeded)
    }
}
