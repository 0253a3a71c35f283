package import Playbooks
import Response

/// Compiles playbooks of fake actions.
package enum PlaybookFixture {
    package static let compiler = PlaybookCompiler(
        CompilerContext(actions: FakeDrivers.kinds.map(\.descriptor), connections: ["broker": .broker])
    )

    /// A playbook around steps, whose text begins at its first column.
    package static func text(
        _ steps: String,
        always: String = "",
        named name: String = "contain",
        mode: String = "enforce",
        on: String = "{event: violation}",
        guards: String = "{limit: {devices: 25, per: 10m}}",
        inputs: String = "{}"
    ) -> String {
        let head = "playbook: \(name)\nmode: \(mode)\non: \(on)\nguard: \(guards)\ninputs: \(inputs)\n"
        let tail = always.isEmpty ? "" : "always:\n\(indented(always))\n"
        return "\(head)steps:\n\(indented(steps))\n\(tail)"
    }

    /// - Precondition: it compiles; a test that expects otherwise asks the compiler itself.
    package static func compiled(_ text: String, calling others: [String: String] = [:]) -> Playbook {
        do throws(PlaybookRejected) {
            var context = CompilerContext(
                actions: FakeDrivers.kinds.map(\.descriptor),
                connections: ["broker": .broker]
            )
            context.library = PlaybookLibrary(
                others.map { PlaybookLibrary.Source(name: $0.key, text: $0.value, file: "\($0.key).yaml") }
            )
            return try PlaybookCompiler(context).compile(text: text, file: "test.yaml")
        } catch {
            preconditionFailure("the fixture does not compile:\n\(error)")
        }
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
    }
}
