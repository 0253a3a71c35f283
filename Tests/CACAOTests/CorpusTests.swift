import CACAO
import Domain
import Foundation
import Playbooks
import Testing

/// Files that others wrote, good ones and broken ones: each is accepted, or refused for its reason.
@Suite(.enabled(if: Corpus.isThere, "the folder of CACAO playbooks is not beside this checkout"))
struct CorpusTests {
    struct File: Sendable, CustomTestStringConvertible {
        let name: String
        /// The codes of its errors; none where it is accepted.
        let errors: Set<String>
        let why: String

        var testDescription: String { "\(name): \(why)" }
    }

    static let files = [
        File(name: "misp-malware-triage", errors: ["CA0401"], why: "a notebook is to be run"),
        File(name: "oasis-basic-example-1", errors: ["CA0401"], why: "a shell command over SSH"),
        File(name: "oasis-identity-object", errors: ["CA0102"], why: "an identity, no playbook"),
        File(
            name: "oasis-locky-bart-mbc-examples",
            errors: ["CA0401", "CA0406"],
            why: "an attack in bash and ftp, on a target that is not defined"
        ),
        File(
            name: "oasis-playbook--aa1898b6-5251-49b4-aeb7-fd5e912583ff",
            errors: ["CA0104"],
            why: "a drawing: steps without commands, a switch without a variable"
        ),
        File(name: "oasis-spec-3.1-example", errors: [], why: "a person looks something up"),
        File(name: "plugfest-2020-cacao_playbook_openc2", errors: ["CA0103"], why: "CACAO 1.0"),
        File(
            name: "soarca-examples-fin-playbook",
            errors: ["CA0108", "CA0110", "CA0401"],
            why: "modified before it was created; an agent without an identifier; the command 'pong'"
        ),
        File(name: "soarca-examples-http-playbook", errors: [], why: "a request to an HTTP API, loosely written"),
        File(name: "soarca-examples-ssh-playbook", errors: ["CA0401"], why: "shell commands over SSH"),
        File(name: "soarca-test-playbooks-changed-playbook", errors: ["CA0105"], why: "a list of steps, no dictionary"),
        File(
            name: "soarca-test-playbooks-invalid_email_playbook",
            errors: ["CA0106", "CA0201", "CA0208", "CA0403"],
            why: "a shell command for an address; an exception step that is not there; no start step; no start lines"
        ),
        File(
            name: "soarca-test-playbooks-invalid_playbook",
            errors: ["CA0201", "CA0202", "CA0208", "CA0403"],
            why: "an agent whose type is not its identifier's; and as the one before"
        ),
        File(
            name: "soarca-test-playbooks-missing_step_playbook",
            errors: ["CA0201", "CA0208", "CA0403"],
            why: "steps that are not there; no start step; no start lines"
        ),
    ]

    @Test(arguments: files) func `a file is accepted, or refused for its reason`(_ file: File) throws {
        let found = try Corpus.findings(file.name)
        let errors = found.filter { $0.severity == .error }
        #expect(Set(errors.map(\.code)) == file.errors, "\(errors)")
    }

    @Test func `every file of the folder is in the table`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Corpus.folder)
        let playbooks = names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }
        #expect(Set(playbooks) == Set(Self.files.map(\.name)))
    }

    @Test func `each command that is not performed is named`() throws {
        let found = try Corpus.findings("oasis-locky-bart-mbc-examples").filter { $0.code == "CA0401" }
        #expect(found.count == 9)
        for type in ["bash", "ftp", "subroutine"] { #expect(found.contains { $0.message.contains("'\(type)'") }) }
    }
}

enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/playbooks/cacao").path()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder) }

    static func findings(_ name: String) throws -> [Diagnostic] {
        let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))
        // Its connections are another's.
        let context = CompilerContext(actions: Reading.actions, connections: nil)
        do throws(PlaybookRejected) {
            let compiler = CACAOCompiler(PlaybookCompiler(context), now: Reading.now)
            return try compiler.compile(bytes: [UInt8](bytes), file: "\(name).json").warnings
        } catch {
            return error.diagnostics
        }
    }
}
