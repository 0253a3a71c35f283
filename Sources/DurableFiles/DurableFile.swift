import Foundation

/// A small file that is made or replaced as a whole: a crash leaves what was there before, or all that is new. Readable by
/// its owner alone, who stays the same, also where root replaces it.
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
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem(verb: "open", code: errno) }
        try write(contents, closing: descriptor)
    }

    /// Nil where there is no such file, and only there: whoever took any other trouble for that would begin anew.
    package static func read(_ path: String) throws(FileProblem) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno != ENOENT else { return nil }
            throw FileProblem(verb: "read", code: errno)
        }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1_024)
        while true {
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw FileProblem(verb: "read", code: errno) }
            guard count > 0 else { return contents }
            contents += chunk.prefix(count)
        }
    }

    private static func temporary(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) -> String {
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = try OwnedFile.make(temporary, O_WRONLY, replacing: path)
        do throws(FileProblem) {
            try write(contents, closing: descriptor)
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    /// Returns once the bytes are durable in the file.
    private static func write(
        _ contents: some Collection<UInt8>,
        closing descriptor: Int32
    ) throws(FileProblem) {
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
        let folder = open(OwnedFile.folder(of: path), O_RDONLY)
        guard folder >= 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
    }
}
