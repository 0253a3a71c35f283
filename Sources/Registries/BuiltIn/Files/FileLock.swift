import Domain

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A lock between processes, held until it goes out of scope. The system gives it back when the process dies.
struct FileLock: ~Copyable {
    private let file: OpenFile

    /// Blocks for up to five seconds: never call it on a thread of Swift's own pool.
    init(_ path: String) throws(OperatorError) {
        let attempted = "take the lock \(path)"
        let file = try Self.opened(path, attempted)
        guard try Self.isTaken(file.descriptor, path, attempted) else {
            throw OperatorError(
                attempted: attempted,
                reason: "another cordon process held it for five seconds",
                remedy: "wait for it to finish ('fuser \(path)' names it), then try again"
            )
        }
        self.file = file
    }

    /// Gives it back now. Called as the last use, it keeps the lock until there.
    consuming func release() {}

    private static func opened(_ path: String, _ attempted: String) throws(OperatorError) -> OpenFile {
        do throws(FileFailure) {
            return try OpenFile(orMaking: path, O_RDWR | O_NOFOLLOW)
        } catch {
            throw error.whileTrying(to: attempted)
        }
    }

    private static func isTaken(_ descriptor: Int32, _ path: String, _ attempted: String) throws(OperatorError) -> Bool
    {
        for _ in 0..<RegistryLimits.lockTriesMax {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw FileFailure.last("flock", path).whileTrying(to: attempted)
            }
            usleep(RegistryLimits.lockPauseMicroseconds)
        }
        return false
    }
}
