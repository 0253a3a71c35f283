import Domain
import Foundation

/// Lines to the standard output, or to a new file that only its owner may read. Many are written at a time.
final class LineOutput {
    private static let bufferBytesMax = 64 * 1_024

    private let file: FileHandle
    private let name: String
    private var buffer: [UInt8] = []

    init(to path: String? = nil) throws(OperatorError) {
        name = path ?? "the standard output"
        guard let path else {
            file = .standardOutput
            return
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OperatorError(
                attempted: "write \(path)",
                reason: String(cString: strerror(errno)),
                remedy: "name a file that does not exist yet, in a folder that does"
            )
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ line: String) throws(OperatorError) {
        buffer.append(contentsOf: line.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferBytesMax { try flush() }
    }

    /// What was written before is with its reader once this returns.
    func flush() throws(OperatorError) {
        defer { buffer.removeAll(keepingCapacity: true) }
        do {
            try file.write(contentsOf: Data(buffer))
        } catch {
            throw OperatorError(
                attempted: "write \(name)",
                reason: error.localizedDescription,
                remedy: "make room; what is written so far is not all of it"
            )
        }
    }
}
