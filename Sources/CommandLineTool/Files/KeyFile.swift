package import Domain
import DurableFiles
import Foundation

/// A file that only its owner may read.
package struct KeyFile {
    let path: String

    package init(_ path: String) { self.path = path }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Makes the file, with mode 0600 from its first moment: all of it, or nothing. Never overwrites.
    package func create(_ contents: some Collection<UInt8>) throws(OperatorError) {
        try explained { () throws(FileProblem) in try DurableFile.create(path, contents) }
    }

    /// Adds to the file, which is there.
    func append(_ contents: some Collection<UInt8>) throws(OperatorError) {
        try explained { () throws(FileProblem) in try DurableFile.append(path, contents) }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private func explained(_ store: () throws(FileProblem) -> Void) throws(OperatorError) {
        do throws(FileProblem) {
            try store()
        } catch {
            throw failure(error.verb, String(cString: strerror(error.code)))
        }
    }

    /// The contents, unless others may read them too.
    package func read() throws(OperatorError) -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 {
            throw OperatorError(
                attempted: "read the secret file \(path)",
                reason: "others may read it too (mode \(String(mode, radix: 8)))",
                remedy: "run: chmod 600 \(path)"
            )
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure("read", String(cString: strerror(errno)))
        }
        return [UInt8](data)
    }

    /// The text, without the line end that an editor leaves.
    func readSecret() throws(OperatorError) -> Secret {
        let text = String(decoding: try read(), as: UTF8.self)
        return Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func failure(_ verb: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "\(verb) the secret file \(path)",
            reason: reason,
            remedy: "check the path, and that the file belongs to this user"
        )
    }
}
