import Foundation

/// Files in the folder of another user than root.
///
/// A service has a user of its own, and a person may look after its folder as root. What root makes there belongs to
/// whoever the folder does, or the service could not read it at its next start. For anybody else nothing changes: only
/// root gives away. Where root may not, or there is no such user, nothing changes either.
package enum OwnedFile {
    /// Makes a file that is not there yet, and opens it. Where it is to take another's place, and that is there, it has the
    /// owner, the group and the mode of that one. A link in its place is one that is there.
    package static func make(
        _ path: String,
        _ flags: Int32,
        mode: UInt32 = 0o600,
        replacing other: String? = nil
    ) throws(FileProblem) -> Int32 {
        let descriptor = Foundation.open(path, flags | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw FileProblem(verb: "make", code: errno) }
        do throws(FileProblem) {
            try handOver(descriptor, at: path, replacing: other)
        } catch {
            close(descriptor)
            unlink(path)
            throw error
        }
        return descriptor
    }

    /// Opens a file, and makes it where there is none. Only what is made here is given away: what was there, or what a link
    /// leads to, may be anybody's.
    package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0o600) throws(FileProblem) -> Int32 {
        do throws(FileProblem) {
            return try make(path, flags, mode: mode)
        } catch {
            guard error.code == EEXIST else { throw error }
        }
        let descriptor = Foundation.open(path, flags | O_CREAT | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw FileProblem(verb: "open", code: errno) }
        return descriptor
    }

    /// Makes a folder that nobody else may look into, and those above it that are not there. One that is there stays as
    /// it is.
    package static func makeFolder(_ path: String) throws(FileProblem) {
        guard !isFolder(path) else { return }
        let above = folder(of: path)
        if above != path { try makeFolder(above) }
        guard mkdir(path, 0o700) == 0 else {
            let code = errno
            // Another process may have made it meanwhile.
            guard code == EEXIST, isFolder(path) else { throw FileProblem(verb: "make", code: code) }
            return
        }
        let descriptor = Foundation.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem(verb: "hand over", code: errno) }
        defer { close(descriptor) }
        try handOver(descriptor, at: path, replacing: nil)
    }

    /// The one that a file lies in, or a folder.
    static func folder(of path: String) -> String {
        var name = path[...]
        while name.count > 1, name.hasSuffix("/") { name.removeLast() }
        guard let slash = name.lastIndex(of: "/") else { return "." }
        return slash == name.startIndex ? "/" : String(name[..<slash])
    }

    private static func isFolder(_ path: String) -> Bool {
        var found = stat()
        return stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }

    private static func handOver(
        _ descriptor: Int32,
        at path: String,
        replacing other: String?
    ) throws(FileProblem) {
        guard geteuid() == 0 else { return }
        var replaced = stat()
        // The place itself: what a link in it leads to is not replaced.
        if let other, lstat(other, &replaced) == 0, replaced.st_mode & S_IFMT == S_IFREG {
            guard try give(descriptor, to: replaced) else { return }
            guard fchmod(descriptor, replaced.st_mode & 0o777) == 0 else { throw notHandedOver() }
        } else {
            var above = stat()
            guard stat(folder(of: path), &above) == 0 else { throw notHandedOver() }
            _ = try give(descriptor, to: above)
        }
    }

    /// - Returns: whether it belongs to that one. In a container without the right to give away, or without that user,
    ///   it stays as it was made, and whoever made it can read it.
    private static func give(_ descriptor: Int32, to owner: stat) throws(FileProblem) -> Bool {
        var made = stat()
        guard fstat(descriptor, &made) == 0 else { throw notHandedOver() }
        // Where it is so already nothing is asked for: a file system without owners would refuse it.
        guard (made.st_uid, made.st_gid) != (owner.st_uid, owner.st_gid) else { return true }
        if fchown(descriptor, owner.st_uid, owner.st_gid) == 0 { return true }
        guard errno == EPERM || errno == EINVAL else { throw notHandedOver() }
        return false
    }

    /// What the system just said.
    private static func notHandedOver() -> FileProblem { FileProblem(verb: "hand over", code: errno) }
}
