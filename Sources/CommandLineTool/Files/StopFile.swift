package import Domain
import Foundation
import Ports

/// The file STOP in the working folder: nothing new begins while it is there, whatever becomes of the database.
package struct StopFile: StopSwitch {
    let path: String
    private let folder: WorkingFolder

    package init(_ folder: WorkingFolder) {
        self.folder = folder
        path = folder.path("STOP")
    }

    package let interval: Duration? = .milliseconds(500)

    /// What cannot be looked at counts as there: only "there is no such file" does not.
    package func isThrown() -> Bool {
        access(path, F_OK) == 0 || errno != ENOENT
    }

    /// Who it is and why is for whoever finds it, and for the audit log; either may be empty.
    package func throwIt(because reason: String, by person: String = "") throws(OperatorError) {
        // What cannot be looked at is not there yet, for whoever wants it to be.
        guard access(path, F_OK) != 0 else { return }
        guard folder.isOne else {
            throw OperatorError(
                attempted: "write \(path)",
                reason: "no Cordon works in this folder: there is neither a configuration nor a state in it",
                remedy: "name the working folder with --folder"
            )
        }
        let text =
            "Cordon begins nothing new while this file is here. 'cordon resume --all' removes it.\n"
            + Self.line(Self.personMark, person) + Self.line(Self.reasonMark, reason)
        // That it is there stops everything, and needs no room. Its words do, and the disk may have none: then they are missing.
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            throw OperatorError(
                attempted: "write \(path)",
                reason: String(cString: strerror(errno)),
                remedy:
                    "make a file of this name by any means: an engine that works on the folder stops within a second"
            )
        }
        defer { close(file) }
        _ = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        fsync(file)
    }

    /// Who wrote it with the command, and why, where they said.
    package func words() -> String {
        let parts = [value(of: Self.personMark).map { "written by \($0)" }, reason]
        return parts.compactMap(\.self).joined(separator: ": ")
    }

    /// Why somebody wrote it with the command, where they said.
    package var reason: String? { value(of: Self.reasonMark) }

    private static let personMark = "By: "
    private static let reasonMark = "Reason: "
    /// Of more nobody needs to know.
    private static let bytesMax = 4_096

    private static func line(_ mark: String, _ text: String) -> String {
        // In one line: a second one could say that somebody else wrote it.
        let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return words.isEmpty ? "" : "\(mark)\(words)\n"
    }

    /// Whoever may write into the folder may have put anything there: neither much of it is read, nor waited for.
    private func value(of mark: String) -> String? {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }

    /// - Returns: whether it was there.
    package func takeBack() throws(OperatorError) -> Bool {
        guard unlink(path) != 0 else { return true }
        guard errno != ENOENT else { return false }
        throw OperatorError(
            attempted: "remove \(path)",
            reason: String(cString: strerror(errno)),
            remedy: "remove it by hand"
        )
    }
}
