import Domain
import Foundation
import GRDB

/// Why a database cannot be opened, as far as the file system tells. SQLite says the same of one that is not there and of one
/// that may not be read.
struct UnopenedDatabase {
    let path: String
    let problem: any Error

    var error: OperatorError {
        let (reason, remedy) = finding
        return OperatorError(attempted: "read the database \(path)", reason: reason, remedy: remedy)
    }

    private var finding: (reason: String, remedy: String) {
        let folder = (path as NSString).deletingLastPathComponent
        if let code = Self.refusal(of: path, F_OK) {
            guard code == EACCES else {
                return (
                    "there is none, or none any more",
                    "start the engine once, 'cordon serve' makes it; if there was one, restore it from a backup; or "
                        + "name another working folder with --folder"
                )
            }
            return ("this user may not look into its folder", permission("x", folder))
        }
        if Self.refusal(of: path, R_OK) != nil {
            return ("this user may not read the file", permission("r", path))
        }
        let isUnopened = (problem as? DatabaseError)?.resultCode == .SQLITE_CANTOPEN
        if isUnopened, Self.refusal(of: folder, W_OK) != nil {
            return (
                "\(problem); this user may not write into its folder, where SQLite shares it with the engine",
                permission("w", folder)
            )
        }
        return (
            "\(problem)",
            "check that the file is Cordon's database; if it is damaged, restore it from a backup"
        )
    }

    private func permission(_ letter: String, _ path: String) -> String {
        "run this as the user that the engine runs as, or give this user the permission '\(letter)' on \(path)"
    }

    /// The number of the error, where there is one.
    private static func refusal(of path: String, _ mode: Int32) -> Int32? {
        access(path, mode) == 0 ? nil : errno
    }
}
