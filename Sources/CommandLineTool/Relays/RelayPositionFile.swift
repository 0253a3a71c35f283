package import Domain
import DurableFiles
import Foundation
import Relays

/// The position of one relay, in a file under its name.
package struct RelayPositionFile: PositionKeeper {
    private static let header = "cordon-relay-position/1"
    /// More than the header and the longest number.
    private static let bytesMax = 256

    let path: String

    package init(path: String) { self.path = path }

    package func load() throws(OperatorError) -> UInt64? {
        guard let text = try text() else { return nil }
        let lines = text.split(separator: "\n")
        guard lines.count == 2, lines[0] == Self.header, let next = UInt64(lines[1]) else {
            throw OperatorError(
                attempted: "read where a relay is, \(path)",
                reason: "it is not in the form that Cordon writes",
                remedy: "write '\(Self.header)' into it, and on a second line the number of the first entry to send"
            )
        }
        return next
    }

    /// Nil only where there is no such file: any other trouble, taken for that, would skip what is not delivered.
    private func text() throws(OperatorError) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let code = errno
            guard code == ENOENT else { throw unreadable(code) }
            return nil
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw unreadable(errno) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private func unreadable(_ code: Int32) -> OperatorError {
        OperatorError(
            attempted: "read where a relay is, \(path)",
            reason: String(cString: strerror(code)),
            remedy: "check that it is a file, and that it and its folder belong to this user"
        )
    }

    package func keep(_ next: UInt64) throws(OperatorError) {
        do throws(FileProblem) {
            try DurableFile.replace(path, Array("\(Self.header)\n\(next)\n".utf8))
        } catch {
            throw OperatorError(
                attempted: "keep where a relay is, \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder has room and belongs to this user"
            )
        }
    }
}
