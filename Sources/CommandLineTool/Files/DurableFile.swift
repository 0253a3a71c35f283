import Foundation

/// A small file that is made or replaced as a whole: a crash leaves what was there before, or all that is new.
enum DurableFile {
    /// Temporary file, flush, rename, flush of the folder. Readable by its owner alone.
    static func replace(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) {
        let temporary = try temporary(path, contents)
        guard rename(temporary, path) == 0 else { throw FileProblem(verb: "replace", code: errno) }
        try flushFolder(of: path)
    }

    /// The same for a file that is not there yet, with a link in the place of the rename, which would overwrite.
    static func create(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) {
        let temporary = try temporary(path, contents)
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 else { throw FileProblem(verb: "make", code: errno) }
        try flushFolder(of: path)
    }

    private static func temporary(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) -> String {
        let temporary = path + ".new"
        unlink(temporary)
        do throws(FileProblem) {
            try KeyFile.write(contents, to: temporary)
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private static func flushFolder(of path: String) throws(FileProblem) {
        let folder = open(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        guard folder >= 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
    }
}
