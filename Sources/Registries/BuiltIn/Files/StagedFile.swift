package import Domain

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file's next contents, durable beside it under another name, waiting to take its place.
///
/// A crash before ``commit()`` leaves the old file as it was, and a leftover that the next staging removes. So only
/// one process may stage a path at a time: hold a ``FileLock``.
package struct StagedFile: ~Copyable {
    private let path: String
    private let stagedPath: String

    /// `mode` is what the file will have, whatever the process's mask says. Its owner is that of the old file.
    package init(replacing path: String, with bytes: [UInt8], mode: UInt32) throws(OperatorError) {
        self.path = path
        stagedPath = path + ".new"
        do throws(FileFailure) {
            // A link is removed, and what it leads to is left alone.
            unlink(stagedPath)
            let file = try OpenFile(making: stagedPath, O_WRONLY, mode: mode_t(mode), replacing: path)
            try file.setMode(mode_t(mode))
            try file.append(bytes)
            try file.flush()
        } catch {
            throw error.whileTrying(to: "write \(path)")
        }
    }

    /// Replaces the file: a reader sees all of the old or all of the new.
    package consuming func commit() throws(OperatorError) {
        do throws(FileFailure) {
            guard rename(stagedPath, path) == 0 else { throw .last("rename", path) }
            try OpenFile.flushFolder(of: path)
        } catch {
            throw error.whileTrying(to: "replace \(path)")
        }
    }
}
