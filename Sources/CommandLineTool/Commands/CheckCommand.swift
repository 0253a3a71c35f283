import ArgumentParser
import CEL
import Domain
import Foundation

/// `cordon check`: all problems of playbooks and configurations, in one go.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reports every problem of playbooks and configurations.",
        discussion: """
            Without a path it checks the working folder: cordon.yaml and its playbooks. A folder that holds a cordon.yaml \
            is checked against that configuration's connections. Exit 0: no problem. Exit 1: at least one.
            """
    )

    @Argument(help: "Playbooks, folders of playbooks, or working folders.")
    var paths: [String] = []

    @OptionGroup var folder: FolderOptions

    func run() async throws {
        var tally = Tally()
        for path in paths.isEmpty ? [folder.folder] : paths { try check(path, &tally) }
        print(tally.sentence)
        if tally.problems > 0 { throw ExitCode(1) }
    }

    private func check(_ path: String, _ tally: inout Tally) throws {
        let folders = WorkingFolder.all(below: path)
        for folder in folders { tally.check(folder) }
        let inside = folders.map(\.root)
        let files = try PlaybookFolder.files(below: path).filter { file in
            let absolute = WorkingFolder.absolute(file)
            return !inside.contains { absolute.hasPrefix($0) }
        }
        tally.count(PlaybookFolder(connections: nil).check(files))
    }
}

/// What was found so far. Problems are printed as they are found.
private struct Tally {
    var playbooks = 0
    var problems = 0
    var warnings = 0

    mutating func check(_ folder: WorkingFolder) {
        // A configuration that is refused is no reason to say nothing of the playbooks: then connections are not known.
        var playbooks = folder.path("playbooks")
        var connections: [String: ConnectionSchema]?
        var inputs: [String: [String: Value]] = [:]
        attempt { tally in
            let settings = try Settings(folder: folder)
            (playbooks, connections, inputs) = (settings.playbooks, settings.connections, settings.inputs)
            tally.attempt { _ in _ = try settings.mode() }
            tally.attempt { _ in _ = try settings.listen() }
        }
        attempt { tally in
            let files = try PlaybookFolder.files(below: playbooks)
            tally.count(PlaybookFolder(connections: connections, inputs: inputs).check(files))
        }
    }

    private mutating func attempt(_ look: (inout Tally) throws -> Void) {
        do {
            try look(&self)
        } catch {
            report("\(error)")
        }
    }

    mutating func count(_ checked: [CheckedPlaybook]) {
        for playbook in checked {
            playbooks += 1
            for problem in playbook.problems { report(problem) }
            for warning in playbook.warnings {
                warnings += 1
                print(warning)
            }
        }
    }

    private mutating func report(_ problem: String) {
        problems += 1
        print(problem)
    }

    var sentence: String {
        let rest = warnings > 0 ? ", \(warnings) with warnings" : ""
        let found = problems == 0 ? "no problem" : "and there are problems"
        return "\(playbooks) \(playbooks == 1 ? "playbook" : "playbooks"), \(found)\(rest)"
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
