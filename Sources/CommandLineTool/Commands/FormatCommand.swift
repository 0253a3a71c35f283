import ArgumentParser
import Authoring
import Domain
import Foundation

/// `cordon fmt`: one layout for every playbook.
struct FormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Brings playbooks into the one layout.",
        discussion: """
            Files are changed in place; comments stay, and so does what a file means: a file with YAML errors is told and \
            left alone. Without a path: the playbooks and the configuration of the working folder. Exit 0: every file is in \
            that layout now. Exit 1: a file is not (--check), or cannot be read.
            """
    )

    @Argument(help: "Playbooks, or folders of playbooks.")
    var paths: [String] = []
    @Flag(help: "Change nothing; name the files that are not in that layout.")
    var check = false
    @Flag(help: "From standard input to standard output.")
    var stdin = false

    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let isDone =
            stdin ? try formatInput() : try FormatPaths(changes: !check).format(paths.isEmpty ? [folder.folder] : paths)
        if !isDone { throw ExitCode(1) }
    }

    private func formatInput() throws -> Bool {
        let bytes = [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
        do throws(FormatRefused) {
            let text = try PlaybookFormatter().format(bytes: bytes, file: "stdin")
            if check { return Array(text.utf8) == bytes }
            FileHandle.standardOutput.write(Data(text.utf8))
            return true
        } catch {
            FileHandle.standardError.write(Data("\(error.text(of: "stdin"))\n".utf8))
            return false
        }
    }
}
