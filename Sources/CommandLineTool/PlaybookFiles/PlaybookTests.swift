import Actions
import CEL
import Domain
import Foundation
import Playbooks
import Rehearsal

/// The tests that lie beside playbooks: `contain.test.yaml` beside `contain.yaml`.
struct PlaybookTests {
    static let suffix = ".test.yaml"

    /// The playbooks to be tested, in the order in which they are told.
    let playbooks: [CheckedPlaybook]

    /// Of playbooks, of files of tests, or of folders of them.
    init(paths: [String]) throws(OperatorError) {
        var files: [String] = []
        for path in paths {
            let found = try Self.playbooks(of: path)
            guard !found.isEmpty else { throw PlaybookFolder.empty(path, "test") }
            files += found
        }
        playbooks = PlaybookFolder(connections: nil).check(files)
    }

    private static func playbooks(of path: String) throws(OperatorError) -> [String] {
        guard path.hasSuffix(suffix) else {
            let files = try PlaybookFolder.files(below: path)
            if let orphan = orphans(below: path).first { throw noPlaybook(orphan) }
            return files
        }
        guard let playbook = playbook(of: path) else { throw noPlaybook(path) }
        return [playbook]
    }

    /// The file that some tests are about; nil where there is none.
    private static func playbook(of tests: String) -> String? {
        let stem = tests.dropLast(suffix.count)
        return [".yaml", ".yml", ".json"].map { stem + $0 }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private static func orphans(below path: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { "\(path)/\($0)" }.filter { $0.hasSuffix(suffix) && playbook(of: $0) == nil }
    }

    private static func noPlaybook(_ tests: String) -> OperatorError {
        let name = ((tests as NSString).lastPathComponent.dropLast(suffix.count)) + ".yaml"
        return OperatorError(
            attempted: "find the playbook that \(tests) is about",
            reason: "there is no \(name) beside it",
            remedy: "name the file after the playbook's file: 'x.test.yaml' tests 'x.yaml'"
        )
    }

    // MARK: - Running

    /// Runs the tests of one playbook.
    static func outcome(of checked: CheckedPlaybook) -> TestedPlaybook {
        let file = checked.file
        guard let playbook = checked.playbook, checked.problem == nil,
            let text = FileManager.default.contents(atPath: file)
        else { return .broken(file, checked.problem ?? "") }
        let tests = (file as NSString).deletingPathExtension + suffix
        guard let written = FileManager.default.contents(atPath: tests) else { return .untested(file) }
        return outcome(of: subject(playbook, String(decoding: text, as: UTF8.self), file), [UInt8](written), tests)
    }

    private static func subject(_ playbook: Playbook, _ text: String, _ file: String) -> RehearsalSubject {
        RehearsalSubject(playbook: playbook, text: text) { inputs in
            let folder = PlaybookFolder(connections: nil, inputs: [playbook.name: inputs])
            return Result { () throws(OperatorError) in try folder.playbook(file) }
        }
    }

    private static func outcome(of subject: RehearsalSubject, _ bytes: [UInt8], _ tests: String) -> TestedPlaybook {
        let folder = (tests as NSString).deletingLastPathComponent
        do throws(SuiteRejected) {
            let suite = try SuiteReader.read(bytes: bytes, file: tests, of: subject) {
                (path, arrived) throws(OperatorError) in
                let isWhole = path.hasPrefix("/") || folder.isEmpty
                return try EventFile(path: isWhole ? path : "\(folder)/\(path)").read(arrived: arrived)
            }
            return .tested(Rehearsal.run(suite, of: subject, actions: BuiltInActions.kinds))
        } catch {
            return .broken(tests, error.description)
        }
    }
}

/// What became of the tests of one playbook.
enum TestedPlaybook: Sendable {
    case tested(SuiteReport)
    /// There are none.
    case untested(String)
    /// The playbook or its tests cannot be read: the file, and what is wrong with it.
    case broken(String, String)
}
