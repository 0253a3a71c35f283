import CEL
import Domain
import Playbooks

/// Shorthand for compiling playbooks in tests.
enum Compiling {
    static let compiler = PlaybookCompiler(FakeActions.context)

    static func playbook(_ text: String) throws(PlaybookRejected) -> Playbook {
        try compiler.compile(text: text, file: "test.yaml")
    }

    /// Errors and warnings alike.
    static func findings(_ text: String, with compiler: PlaybookCompiler = compiler) -> [Diagnostic] {
        do throws(PlaybookRejected) {
            return try compiler.compileWithWarnings(text: text, file: "test.yaml").warnings
        } catch {
            return error.diagnostics
        }
    }

    /// `line:column code`, for short expectations.
    static func places(_ text: String) -> [String] {
        findings(text).map { "\($0.span.line):\($0.span.column) \($0.code)" }
    }

    static func codes(_ text: String) -> [String] { findings(text).map(\.code) }

    /// A playbook around steps, which begin in line 5.
    static func playbook(steps: String, on: String = "{event: violation}", more: String = "") -> String {
        let indented = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        return "playbook: example\nmode: drill\non: \(on)\nsteps:\n\(indented.joined(separator: "\n"))\n\(more)\n"
    }

    /// A playbook with one step, `note`, whose parameter `text` is given in line 7.
    static func noting(_ text: String, more: String = "") -> String {
        playbook(steps: "- id: only\n  action: note\n  with: {text: \(text)}", more: more)
    }

    static func parameter(_ name: String, ofStep position: Int = 0, in playbook: Playbook) -> Template? {
        guard case .action(let call) = playbook.steps[position].body else { return nil }
        return call.parameters.first { $0.name == name }?.template
    }

    static func call(_ position: Int, in playbook: Playbook) -> ActionCall? {
        guard case .action(let call) = playbook.steps[position].body else { return nil }
        return call
    }
}
