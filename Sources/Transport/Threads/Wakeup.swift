import Glibc
import Synchronization

/// Something a thread can `poll` and any other thread can raise: a pipe with at most a few bytes in it.
final class Wakeup: Sendable {
    /// Readable while raised.
    let descriptor: Int32
    private let writeEnd: Int32
    /// Raised, and not lowered since: who raises it again has nothing to do.
    private let isRaised = Atomic(false)

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe: the process is out of file descriptors")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(descriptor)
        close(writeEnd)
    }

    func raise() {
        guard !isRaised.exchange(true, ordering: .sequentiallyConsistent) else { return }
        // A full pipe means that the thread has yet to look, so a refused write loses nothing.
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    func lower() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
        // Last, so that whoever raises it from now on writes; who did before has said why, and the thread looks now.
        isRaised.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sleeps until it is raised or the time has passed.
    func wait(atMost duration: Duration) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, duration.pollMilliseconds)
        lower()
    }
}

extension Duration {
    /// As `poll` takes it: rounded up, so that a deadline has passed when it returns; an hour at most.
    var pollMilliseconds: Int32 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        guard seconds < 3_600 else { return 3_600_000 }
        return Int32(seconds) * 1_000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
    }
}
