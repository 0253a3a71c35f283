import CEL
import Testing

@Suite struct ThreadTests {
    @Test func `a program is evaluated by many at once, each with values of its own`() async throws {
        let environment = Environment(variables: [("n", .int), ("text", .string)])
        let source =
            "[1, 2, 3].map(x, cel.bind(y, x * n, y + y)) == [2 * n, 4 * n, 6 * n]"
            + " && text.matches('^t-[0-9]+$') && text.endsWith(string(n)) && timestamp(n).getHours('Europe/Zurich') >= 0"
        let program = try environment.compile(source, expecting: .bool)
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var bindings = Bindings(environment)
                    return try (0..<200).allSatisfy { round in
                        let number = Int64(task * 1000 + round)
                        bindings["n"] = .int(number)
                        bindings["text"] = .string("t-\(number)")
                        return try program.isTrue(bindings)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: true, count: 8))
    }
}
