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

    /// The reason is for whoever finds it, and may be empty.
    package func throwIt(because reason: String) throws(OperatorError) {
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
            + (reason.isEmpty ? "" : "\(Self.reasonMark)\(reason)\n")
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

    /// Why somebody wrote it with the command, where they said.
    package var reason: String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix(Self.reasonMark) }.map {
            String($0.dropFirst(Self.reasonMark.count))
        }
    }

    private static let reasonMark = "Reason: "

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
