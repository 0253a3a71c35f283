import Glibc

/// A lock file held from outside, so that a program which needs it waits.
package final class HeldFileLock: Sendable {
    private let descriptor: Int32

    /// Takes `flock` on it, now or not at all.
    package init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw TestbedFailure("take the lock \(path): \(systemWords())")
        }
    }

    deinit { close(descriptor) }

    package func release() { flock(descriptor, LOCK_UN) }
}
