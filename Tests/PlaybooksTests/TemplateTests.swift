import CEL
import Domain
import Playbooks
import Testing

@Suite struct TemplateTests {
    /// What the parameter `text` of one step gives.
    private func render(_ text: String, for place: Template.Place = .value, _ facts: Facts? = nil) throws -> Value {
        let playbook = try Compiling.playbook(Compiling.noting(text))
        let template = try #require(Compiling.parameter("text", in: playbook))
        let facts = try facts ?? Sample.facts()
        return try template.render(playbook.scope.bindings(facts), for: place)
    }

    @Test func `a value without expressions is itself`() throws {
        #expect(try render("{a: 1, b: [true, null, x]}") == ["a": 1, "b": [true, nil, "x"]])
    }

    @Test func `exactly one expression keeps its type`() throws {
        #expect(try render("\"${{ event.value }}\"") == 200_000)
        #expect(try render("\" ${{ device.tags }} \"") == ["outdoor"])
        #expect(try render("\"${{ event.value > 5 }}\"") == true)
    }

    @Test func `a text with pieces is a text`() throws {
        #expect(
            try render("\"${{ device.id }}: ${{ event.value }} in ${{ run.elapsed }}\"") == "pump-7: 200000 in 1.5s"
        )
    }

    @Test func `expressions within lists and mappings are rendered`() throws {
        #expect(
            try render("{id: \"${{ device.id }}\", all: [\"${{ step.attempt }}\"]}") == ["id": "pump-7", "all": [2]]
        )
    }

    @Test func `text is written for people, structure as compact JSON`() throws {
        let text = "[null, true, 1.5, 2.0, 'a\"b', {k: \"${{ now }}\"}]"
        #expect(
            try render(text, for: .text) == "[null,true,1.5,2.0,\"a\\\"b\",{\"k\":\"2023-11-14T22:13:20Z\"}]"
        )
    }

    @Test func `an object becomes plain data`() throws {
        let value = try render("\"${{ step }}\"")
        guard case .map(let map) = value else {
            Issue.record("it is a map")
            return
        }
        #expect(map["id"] == "only" && map["key"] == "k-1" && map["attempt"] == 2 && map["fence"] == 3)
    }

    @Test func `what an event says is never scanned again`() throws {
        let facts = try Sample.facts(name: "${{ run.id }} }} ${{")
        #expect(try render("\"<${{ event.name }}>\"", facts) == "<${{ run.id }} }} ${{>")
    }

    @Test(arguments: [
        ("${{ \"}}\" }}", "}}"), ("${{ '}}' + r'\\' }}", "}}\\"), ("${{ '''a'}}''' }}", "a'}}"),
        ("a ${{ {'x': {'y': 'z'}}['x']['y'] }}", "a z"), ("${{ \"\\\"}}\" }}", "\"}}"), ("${{ \"${{\" }}", "${{"),
        ("a ${{ device.id }}${{ device.id }} }}", "a pump-7pump-7 }}"), ("$ {{ $${{ device.id }}", "$ {{ $pump-7"),
    ])
    func `an expression ends where its own texts and braces allow`(_ text: String, _ expected: String) throws {
        let quoted = "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        #expect(try render(quoted, for: .text) == .string(expected))
    }

    @Test func `a failed expression says which`() throws {
        let facts = try Sample.facts(data: ["a": 1])
        let failure = #expect(throws: RenderFailure.self) { try render("\"x ${{ event.data.b }}\"", facts) }
        guard case .expression(let source, _)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(source == "event.data.b")
    }

    private func render(_ text: String, _ facts: Facts) throws -> Value { try render(text, for: .value, facts) }
}
