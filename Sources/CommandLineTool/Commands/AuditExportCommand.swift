import ArgumentParser
import Domain
import Foundation
import Ledger

/// `cordon audit export`: the log in a form that somebody else can check.
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the log into a folder that verifies offline, without this installation.",
        discussion: """
            The folder holds the entries and the tree as C2SP 'tlog-tiles' has them, every checkpoint, the keys, and what the \
            database says of runs. 'cordon audit verify FOLDER' checks it, and so does examples/audit-reader, which has none \
            of Cordon's code in it. Names of people and what they wrote stay here unless --with-private says otherwise.
            """
    )

    @Argument(help: "A folder that is not there yet.", completion: .directory)
    var export: String
    @Flag(help: "With names of people, and what they wrote.")
    var withPrivate = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let settings = try folder.settings()
        let identity = try Identity.load(settings.folder, state: settings.state)
        let path = WorkingFolder(export).root
        let writer = ExportWriter(folder: path, keys: identity.verifierKeys, withPrivate: withPrivate)
        let log = try settings.auditLog()
        let summary = try await writer.write(log)
        print("\(path): \(summary.entries) entries, \(summary.checkpoints) checkpoints")
        print("give whoever checks it, by another way, the key: \(identity.verifierKeys[0])")
    }
}
