import Domain
import Foundation
import Relays

/// The position of one relay, in a file under its name.
struct RelayPositionFile: PositionKeeper {
    private static let header = "cordon-relay-position/1"

    let path: String

    func load() throws(OperatorError) -> UInt64? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, lines[0] == Self.header, let next = UInt64(lines[1]) else {
            throw OperatorError(
                attempted: "read where a relay is, \(path)",
                reason: "it is not in the form that Cordon writes",
                remedy: "write '\(Self.header)' into it, and on a second line the number of the first entry to send"
            )
        }
        return next
    }

    func keep(_ next: UInt64) throws(OperatorError) {
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
