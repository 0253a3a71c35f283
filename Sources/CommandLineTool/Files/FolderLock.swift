import Domain
import DurableFiles
import Foundation

/// Held for as long as a process works on a folder: two engines on one database would each act, and two witnesses in one
/// folder would each cosign.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Returns: `nil` where another process holds it.
    static func take(_ path: String) throws(OperatorError) -> FolderLock? {
        let descriptor: Int32
        do throws(FileProblem) {
            descriptor = try OwnedFile.open(path, O_RDWR)
        } catch {
            throw OperatorError(
                attempted: "lock \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder exists, and that it and the file belong to this user"
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FolderLock(descriptor: descriptor)
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
