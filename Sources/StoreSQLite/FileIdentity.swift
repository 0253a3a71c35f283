import Foundation

/// Which file a path leads to. SQLite goes on with the one that it has open, whatever became of the path: what it writes to a
/// file that somebody deleted or replaced is gone when the process is.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// Nil where there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }

    /// A path that cannot be looked at for another reason says nothing: what is open goes on being written.
    func isStill(at path: String) -> Bool {
        guard let found = Self(path: path) else { return errno != ENOENT && errno != ENOTDIR }
        return found == self
    }
}
