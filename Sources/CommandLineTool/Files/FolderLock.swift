import Domain
import Foundation

/// Held for as long as a process works on a folder: two engines on one database would each act, and two witnesses in one
/// folder would each cosign.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Returns: `nil` where another process holds it.
    static func take(_ path: String) throws(OperatorError) -> FolderLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OperatorError(
                attempted: "lock \(path)",
                reason: String(cString: strerror(errno)),
                remedy: "check that the folder exists and belongs to this user"
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
