package import Authoring
import CACAO
import CEL
import Domain
import Foundation
import Playbooks
import Rehearsal

/// Checks playbooks, folders of playbooks and working folders, and collects every finding.
package struct PathCheck {
    package private(set) var report = CheckReport()
    private let environment: [String: String]

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) { self.environment = environment }

    /// Every kind of finding that a check may have.
    package static var catalogue: Catalogue {
        let tests: [any CataloguedProblem] = RehearsalProblem.allCases
        return Catalogue(more: tests + CACAOProblem.allCases + FolderProblem.allCases)
    }

    /// A file, a folder of playbooks, or a folder with a configuration in it or somewhere below it.
    package mutating func check(_ path: String) {
        let folders = WorkingFolder.all(below: path)
        for folder in folders { check(folder) }
        let inside = folders.map(\.root)
        attempt(at: path) { check throws(OperatorError) in
            let files = try PlaybookFolder.files(below: path).filter { file in
                let absolute = WorkingFolder.absolute(file)
                return !inside.contains { absolute.hasPrefix($0) }
            }
            check.add(PlaybookFolder(connections: nil).check(files))
        }
    }

    private mutating func check(_ folder: WorkingFolder) {
        // A configuration that is refused is no reason to say nothing of the playbooks: then connections are not known.
        var playbooks = folder.path("playbooks")
        var connections: [String: ConnectionSchema]?
        var inputs: [String: [String: Value]] = [:]
        let place = folder.configuration
        do throws(ConfigurationRejected) {
            let settings = try Settings(folder: folder, environment: environment)
            (playbooks, connections, inputs) = (settings.playbooks, settings.connections, settings.inputs)
            attempt(at: place, .wrongSetting) { _ throws(OperatorError) in _ = try settings.mode() }
            attempt(at: place, .wrongSetting) { _ throws(OperatorError) in _ = try settings.listen() }
        } catch {
            report.add(error.findings(at: place))
        }
        attempt(at: place) { check throws(OperatorError) in
            let files = try PlaybookFolder.files(below: playbooks)
            check.add(PlaybookFolder(connections: connections, inputs: inputs).check(files))
        }
    }

    private mutating func attempt(
        at path: String,
        _ problem: FolderProblem = .unreadable,
        _ look: (inout Self) throws(OperatorError) -> Void
    ) {
        do throws(OperatorError) {
            try look(&self)
        } catch {
            report.add([Finding(problem, error, at: path)])
        }
    }

    private mutating func add(_ checked: [CheckedPlaybook]) {
        report.playbooks += checked.count
        report.add(checked.flatMap(\.findings))
    }
}

extension ConfigurationRejected {
    fileprivate func findings(at path: String) -> [Finding] {
        switch self {
        case .unreadable(let error): [Finding(FolderProblem.unreadable, error, at: path)]
        case .problems(let diagnostics, let source): diagnostics.map { Finding($0, in: source) }
        }
    }
}

extension Finding {
    /// An error that has no place of its own stands at the beginning of the file that it is about.
    init(_ problem: FolderProblem, _ error: OperatorError, at file: String) {
        let place = SourceSpan(file: file, line: 1, column: 1)
        let message = "could not \(error.attempted): \(error.reason)"
        self.init(Diagnostic(problem.severity, code: problem.code, message, at: place, remedy: error.remedy))
    }
}

extension WorkingFolder {
    /// The working folders at or below a path: those that hold a configuration.
    static func all(below path: String) -> [WorkingFolder] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { ($0 as NSString).lastPathComponent == ConfigurationFile.name }.map { name in
            WorkingFolder(("\(path)/\(name)" as NSString).deletingLastPathComponent)
        }
    }

    static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    }
}
