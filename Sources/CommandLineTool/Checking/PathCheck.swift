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
            if files.isEmpty, inside.isEmpty { check.addEmpty(path, at: path) }
            check.add(PlaybookFolder(connections: nil).check(files))
        }
    }

    /// All that is wrong with it in one go: what is wrong with the configuration is no reason to say nothing of the rest.
    private mutating func check(_ folder: WorkingFolder) {
        let place = folder.configuration
        let file: ConfigurationFile
        do throws(ConfigurationRejected) {
            file = try ConfigurationFile(path: place)
        } catch {
            report.add(error.findings(at: place))
            checkPlaybooks(in: folder.path("playbooks"), of: place, PlaybookFolder(connections: nil))
            return
        }
        let settings = Settings(folder: folder, file: file, environment: environment)
        report.add((file.problems + ConfigurationReview.findings(of: settings)).map { Finding($0, in: file.source) })
        // A word in the file that is none has been reported, with its place.
        for (name, look) in [("mode", checkMode), ("listen", checkListen)] {
            guard environment["CORDON_\(name.uppercased())"] != nil else { continue }
            attempt(at: place, .wrongSetting) { _ throws(OperatorError) in try look(settings) }
        }
        for error in EnvironmentReview.findings(of: environment, settings) {
            report.add([Finding(.unknownVariable, error, at: place)])
        }
        // Of a connection that is not right nothing is known, not even that a playbook may not use it.
        let connections = file.hasUnclearConnection ? nil : settings.connections
        let playbooks = PlaybookFolder(connections: connections, inputs: settings.inputs)
        let names = checkPlaybooks(in: settings.playbooks, of: place, playbooks)
        checkInputs(file, names)
    }

    private func checkMode(_ settings: Settings) throws(OperatorError) { _ = try settings.mode() }

    private func checkListen(_ settings: Settings) throws(OperatorError) { _ = try settings.listen() }

    /// - Returns: what they are called, as far as they say it.
    @discardableResult
    private mutating func checkPlaybooks(in path: String, of place: String, _ folder: PlaybookFolder) -> Set<String>? {
        var names: Set<String>?
        attempt(at: place) { check throws(OperatorError) in
            let files = try PlaybookFolder.files(below: path)
            if files.isEmpty { check.addEmpty(path, at: place) }
            let checked = folder.check(files)
            names = Set(checked.compactMap(\.name))
            check.add(checked)
        }
        return names
    }

    /// Inputs of a playbook that there is not are a wish that nobody fulfils.
    private mutating func checkInputs(_ file: ConfigurationFile, _ names: Set<String>?) {
        guard let names else { return }
        for playbook in file.inputs.keys.sorted() where !names.contains(playbook) {
            guard let place = file.places[ConfigurationFile.inputKey(playbook)] else { continue }
            let problem = FolderProblem.unknownPlaybook
            let near = Spelling.closest(to: playbook, among: names.sorted()).map { "did you mean '\($0)'?" }
            let message = "there is no playbook \(DisplayText.quoted(playbook)) whose inputs these are"
            let others = names.isEmpty ? "there are none" : "there are \(names.sorted().joined(separator: ", "))"
            let remedy = near ?? others
            let found = Diagnostic(problem.severity, code: problem.code, message, at: place, remedy: remedy)
            report.add([Finding(found, in: file.source)])
        }
    }

    private mutating func addEmpty(_ path: String, at place: String) {
        report.add([Finding(.noPlaybooks, PlaybookFolder.empty(path, "check"), at: place)])
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
