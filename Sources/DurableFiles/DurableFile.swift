import Foundation

/// A small file that is made or replaced as a whole: a crash leaves what was there before, or all that is new. Readable by
/// its owner alone.
package enum DurableFile {
    /// Temporary file, flush, rename, flush of the folder.
    package static func replace(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) {
        let temporary = try temporary(path, contents)
        guard rename(temporary, path) == 0 else { throw FileProblem(verb: "replace", code: errno) }
        try flushFolder(of: path)
    }

    /// The same for a file that is not there yet, with a link in the place of the rename, which would overwrite.
    package static func create(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) {
        let temporary = try temporary(path, contents)
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 else { throw FileProblem(verb: "make", code: errno) }
        try flushFolder(of: path)
    }

    /// Adds to a file that is there. A crash may leave a part of what is new.
    package static func append(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) {
        try write(contents, to: path, opening: O_WRONLY | O_APPEND)
    }

    private static func temporary(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) -> String {
        let temporary = path + ".new"
        unlink(temporary)
        do throws(FileProblem) {
            try write(contents, to: temporary, opening: O_WRONLY | O_CREAT | O_EXCL)
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    /// Returns once the bytes are durable in the file.
    private static func write(
        _ contents: some Collection<UInt8>,
        to path: String,
        opening flags: Int32
    ) throws(FileProblem) {
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw FileProblem(verb: "make", code: errno) }
        defer { close(descriptor) }
        let bytes = Array(contents)
        // A disk that becomes full takes a part, and says why when it is asked to take the rest.
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw FileProblem(verb: "write", code: errno) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw FileProblem(verb: "write", code: errno) }
    }

    private static func flushFolder(of path: String) throws(FileProblem) {
        let folder = open(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        guard folder >= 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
    }
}
