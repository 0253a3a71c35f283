import ArgumentParser
import Domain
import Foundation
import JSON

/// `cordon test`: what playbooks do, in virtual time.
struct TestCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs the tests of playbooks: the real engine's core in virtual time, with nothing outside.",
        discussion: """
            'contain.test.yaml' tests 'contain.yaml' beside it; docs/testing.md tells how to write one. Without a path it \
            tests the working folder's playbooks, or where there is no configuration all that lie below. Exit 0: every \
            test passed. Exit 1: one failed, or the coverage is below the minimum. Exit 2: a playbook or its tests cannot \
            be read.
            """
    )

    @Argument(help: "Playbooks, their tests, or folders of them.")
    var paths: [String] = []
    @Flag(help: "Print what happened in each test, and what it took.")
    var verbose = false
    @Option(help: "Fail where fewer of a playbook's steps, branches or guards were shown, in hundredths.")
    var coverageMin = 0
    @Option(help: "Write the results as JUnit XML into this file.")
    var junit: String?
    @Option(help: "How to print: text or json.")
    var format = Format.text

    @OptionGroup var folder: FolderOptions

    func validate() throws {
        guard (0...100).contains(coverageMin) else { throw ValidationError("'--coverage-min' is from 0 to 100") }
    }

    func run() async throws {
        let tests = try PlaybookTests(paths: paths.isEmpty ? [try standardPath()] : paths)
        var tally = TestTally(coverageMin: coverageMin)
        let report = TestReport(isVerbose: verbose, paint: ColourChoice.auto.paint)
        for playbook in tests.playbooks {
            let outcome = PlaybookTests.outcome(of: playbook)
            tally.add(outcome)
            if format == .text { print(report.text(of: outcome)) }
        }
        print(
            format == .text ? report.summary(of: tally) : JSONText.string(TestDocument(tally, isVerbose: verbose).json)
        )
        if let junit { try write(JUnitReport(tally.outcomes).text, to: junit) }
        if tally.exitCode != 0 { throw ExitCode(tally.exitCode) }
    }

    private func standardPath() throws -> String {
        let hasConfiguration = FileManager.default.fileExists(atPath: folder.working.configuration)
        return hasConfiguration ? try folder.settings().playbooks : folder.folder
    }

    private func write(_ text: String, to path: String) throws(OperatorError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw OperatorError(
                attempted: "write \(path)",
                reason: error.localizedDescription,
                remedy: "check that the folder exists and belongs to this user"
            )
        }
    }
}
