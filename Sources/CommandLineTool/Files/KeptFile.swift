import Domain
import DurableFiles
import Foundation

/// Files that the engine keeps for itself, and does not go on without.
enum KeptFile {
    /// Nil only where there is none: one that cannot be read must not be taken for it.
    static func text(_ path: String, _ attempted: String) throws(OperatorError) -> String? {
        do throws(FileProblem) {
            return try DurableFile.read(path).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
            throw OperatorError(
                attempted: attempted,
                reason: "it cannot be read: \(String(cString: strerror(error.code)))",
                remedy: "see that it is a file, and belongs to the user of the engine, as its folder does: "
                    + "sudo chown --reference=\(folder) \(path)"
            )
        }
    }
}
