import Actions
import Authoring
import CEL
import JSON
import Playbooks
import Testing

/// What the schema says by itself. That playbooks satisfy it, an independent validator checks: `scripts/check-schema`.
@Suite struct SchemaTests {
    private let schema = PlaybookSchema(actions: BuiltInActions.named).value

    private func member(_ path: String...) -> Value? {
        path.reduce(Optional(schema)) { value, key in
            guard case .map(let map)? = value else { return Optional.none }
            return map[key]
        }
    }

    @Test func `every form, every kind of step and every action has its definition`() {
        let names = Grammar.forms.dropFirst().map(\.name) + Grammar.steps.map { "step-\($0.name)" }
        for name in names + BuiltInActions.named.map({ "with-\($0.name)" }) {
            #expect(member("definitions", name) != nil, "\(name)")
        }
    }

    @Test func `every reference leads somewhere`() throws {
        let text = JSONText.string(schema)
        for match in text.matches(of: /"#\/definitions\/([^"]+)"/) {
            #expect(member("definitions", String(match.1)) != nil, "\(match.1)")
        }
    }

    @Test func `a wait for a message is no action that one may name`() {
        #expect(!JSONText.string(schema).contains("message.await"))
    }
}
