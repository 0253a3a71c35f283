import ArgumentParser
import Authoring
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

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, sarif, github
    }

    @Argument(help: "Playbooks, folders of playbooks, or working folders.")
    var paths: [String] = []
    @Option(help: "For people, for programs, for code hosts (SARIF 2.1.0), or as annotations of a GitHub workflow.")
    var format = Format.text
    @Option(help: "Colours in the text.")
    var color = ColourChoice.auto

    @OptionGroup var folder: FolderOptions

    func run() async throws {
        var check = PathCheck()
        for path in paths.isEmpty ? [folder.folder] : paths { check.check(path) }
        print(text(check.report))
        if check.report.errors > 0 { throw ExitCode(1) }
    }

    private func text(_ report: CheckReport) -> String {
        let catalogue = PathCheck.catalogue
        switch format {
        case .text: return TextReport(color.paint).text(report)
        case .json: return JSONReport.text(report, catalogue)
        case .github:
            return GitHubReport.text(report, catalogue) + (report.findings.isEmpty ? "" : "\n") + report.sentence
        case .sarif:
            let folder = FileManager.default.currentDirectoryPath
            let version = CordonCommand.configuration.version
            return SARIFReport(catalogue, version: version, folder: folder).text(report)
        }
    }
}
