import CEL
import Foundation
import JSON
import Testing

/// The code of the article "Getting started", and that it is the code of the article.
@Suite struct ArticleTests {
    struct User: Encodable {
        let name: String
        let age: Int
        let roles: [String]
    }

    @Test func `the article's code does what it says`() throws {
        let environment = Environment(variables: [("user", .dyn), ("limit", .int), ("now", .timestamp)])
        let program = try environment.compile("user.age >= limit && 'admin' in user.roles", expecting: .bool)

        var bindings = Bindings(environment)
        bindings["user"] = try Value(encoding: User(name: "Ada", age: 36, roles: ["admin"]))
        bindings["limit"] = 18

        let allowed = try program.isTrue(bindings)
        #expect(allowed)
        let roles = try environment.compile("user.roles.map(r, r.upperAscii())").evaluate(bindings)
        #expect(roles == ["ADMIN"])

        let document = try JSONDocument.parse(Array(#"{"name": "Bob", "age": 12, "roles": []}"#.utf8))
        bindings["user"] = Value(reading: document.root)
        let isBobAllowed = try program.isTrue(bindings)
        #expect(!isBobAllowed)

        let userType = ObjectType("user", fields: [("name", .string), ("age", .int), ("roles", .list(.string))])
        let typed = Environment(variables: [("user", .object(userType))])
        let minor = try typed.compile("user.age < 18")

        var record = Bindings(typed)
        record["user"] = JSONRecord(document.root, as: userType).map { .object($0) }
        let isMinor = try minor.isTrue(record)
        #expect(isMinor)

        do throws(CompileFailure) {
            _ = try typed.compile("user.agee < 18 && user.name > 5")
        } catch {
            for problem in error.problems {
                print(problem.rendered(in: "user.agee < 18 && user.name > 5"))
            }
            let texts = error.problems.map { $0.rendered(in: "user.agee < 18 && user.name > 5") }
            #expect(try Self.blocks("text") == [texts.joined(separator: "\n") + "\n"])
        }

        for part in program.explain(bindings) {
            print(part.range, part.outcome ?? "not needed")
        }
        #expect(program.explain(bindings).count == 8)
    }

    @Test func `the article's function does what it says`() throws {
        let initials = Overload.of(.member) { (name: String) in
            String(name.split(separator: " ").compactMap(\.first))
        }
        let extended = Environment(variables: [("name", .string)], functions: [Function("initials", [initials])])
        let short = try extended.compile("name.initials()")

        var bindings = Bindings(extended)
        bindings["name"] = "Ada Lovelace"
        #expect(try short.evaluate(bindings) == "AL")
    }

    @Test func `every line of the article's code is one of this file`() throws {
        let here = try Self.lines(of: String(contentsOfFile: #filePath, encoding: .utf8))
        let blocks = try Self.blocks("swift")
        #expect(blocks.count > 5)
        for line in blocks.flatMap(Self.lines) { #expect(here.contains(line)) }
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The code blocks of the article in a language.
    private static func blocks(_ language: String) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/CEL/CEL.docc/GettingStarted.md")
        return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }
}
