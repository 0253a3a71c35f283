package import Domain
import DurableFiles
import Foundation
import Ledger
package import Relays

/// The position of one relay, in a file under its name: the first entry to send, and on a line for each what was passed.
package struct RelayPositionFile: PositionKeeper {
    private static let header = "cordon-relay-position/1"
    /// More than the header and a mark for each doubling that there can be.
    private static let bytesMax = 16 * 1_024

    let path: String

    package init(path: String) { self.path = path }

    package func load() throws(OperatorError) -> RelayPosition? {
        guard let text = try text() else { return nil }
        let lines = text.split(separator: "\n")
        let marks = lines.dropFirst(2).compactMap(Self.mark)
        guard lines.count == 2 + marks.count, lines[0] == Self.header, let next = UInt64(lines[1]) else {
            throw OperatorError(
                attempted: "read where a relay is, \(path)",
                reason: "it is not in the form that Cordon writes",
                remedy: "write '\(Self.header)' into it, and on a second line the number of the first entry to send"
            )
        }
        return RelayPosition(next: next, marks: marks)
    }

    private static func mark(_ line: Substring) -> RelayPosition.Mark? {
        let words = line.split(separator: " ")
        guard words.count == 2, let sequence = UInt64(words[0]), let digest = Digest(hex: String(words[1])),
            let hash = TreeHash(bytes: digest.bytes)
        else { return nil }
        return RelayPosition.Mark(sequence: sequence, leafHash: hash)
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

    package func keep(_ position: RelayPosition) throws(OperatorError) {
        let marks = position.marks.map { "\($0.sequence) \($0.leafHash)\n" }.joined()
        do throws(FileProblem) {
            try DurableFile.replace(path, Array("\(Self.header)\n\(position.next)\n\(marks)".utf8))
        } catch {
            throw OperatorError(
                attempted: "keep where a relay is, \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder has room and belongs to this user"
            )
        }
    }
}
