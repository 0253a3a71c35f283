package import Domain
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
        try explained { () throws(FileProblem) in try Self.write(contents, to: path, opening: O_WRONLY | O_APPEND) }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private func explained(_ store: () throws(FileProblem) -> Void) throws(OperatorError) {
        do throws(FileProblem) {
            try store()
        } catch {
            throw failure(error.verb, String(cString: strerror(error.code)))
        }
    }

    /// Returns once the bytes are durable in the file, which is new unless the flags say otherwise.
    static func write(
        _ contents: some Collection<UInt8>,
        to path: String,
        opening flags: Int32 = O_WRONLY | O_CREAT | O_EXCL
    ) throws(FileProblem) {
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw FileProblem(verb: "make", code: errno) }
        defer { close(descriptor) }
        let bytes = Array(contents)
        // A disk that becomes full takes a part, and says why when it is asked to take the rest.
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw FileProblem(verb: "write", code: errno) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw FileProblem(verb: "write", code: errno) }
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
