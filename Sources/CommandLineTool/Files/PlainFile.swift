import Domain
import Foundation

/// Files that a person names on the command line, or is given to change.
enum PlainFile {
    static func read(_ path: String) throws(OperatorError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OperatorError(
                attempted: "read \(path)",
                reason: "there is no such file, or it cannot be read",
                remedy: "check the path"
            )
        }
        return [UInt8](data)
    }

    /// To a new file, or to the standard output.
    static func write(_ text: String, to path: String?) throws(OperatorError) {
        guard let path else {
            FileHandle.standardOutput.write(Data(text.utf8))
            return
        }
        try create(path, text, orElse: "name a file that does not exist yet, in a folder that does")
    }

    /// A new file. Nothing that exists is overwritten.
    static func create(_ path: String, _ text: String, orElse remedy: String) throws(OperatorError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        } catch {
            throw OperatorError(attempted: "write \(path)", reason: error.localizedDescription, remedy: remedy)
        }
    }

    /// To the standard error. What somebody else wrote may be in it, and must not steer the terminal.
    static func complain(_ text: String) { FileHandle.standardError.write(Data(Terminal.safeLines(text).utf8)) }
}
