import ArgumentParser
import Domain
import Foundation

/// `cordon reference`: writes the generated pages of the documentation. For whoever works on Cordon itself.
struct ReferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Writes the generated pages of the documentation.",
        shouldDisplay: false
    )

    @Argument(help: "The folder to write them into, such as docs.")
    var directory: String

    func run() async throws {
        for page in ReferencePages.all {
            let path = "\(directory)/\(page.name)"
            do {
                let folder = (path as NSString).deletingLastPathComponent
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data(page.text.utf8).write(to: URL(filePath: path), options: .atomic)
            } catch {
                throw OperatorError(
                    attempted: "write \(path)",
                    reason: error.localizedDescription,
                    remedy: "check that the folder has room and belongs to this user"
                )
            }
            print(path)
        }
    }
}
