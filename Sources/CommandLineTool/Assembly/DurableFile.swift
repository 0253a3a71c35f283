import Foundation

/// A small file that is replaced as a whole: a crash leaves the old contents or the new ones.
enum DurableFile {
    /// Temporary file, flush, rename, flush of the folder. Readable by its owner alone.
    static func replace(_ path: String, _ contents: some Collection<UInt8>) throws(FileProblem) {
        let temporary = path + ".new"
        unlink(temporary)
        try KeyFile.write(contents, to: temporary)
        guard rename(temporary, path) == 0 else { throw FileProblem(verb: "replace", code: errno) }
        let folder = open(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        guard folder >= 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw FileProblem(verb: "flush", code: errno, isInPlace: true) }
    }
}
