import Foundation

/// A file that is either as it was or as it is to be, whenever the machine stops.
enum DurableFile {
    struct Problem: Error {
        let code: Int32
        /// Whether the new contents are in place already, though perhaps not durably.
        let isReplaced: Bool
    }

    /// Temporary file, flush, rename, flush of the folder. The file has mode 0600.
    static func replace(_ path: String, with contents: some Collection<UInt8>) throws(Problem) {
        let temporary = path + ".new"
        unlink(temporary)
        do throws(FileProblem) {
            try KeyFile.write(contents, to: temporary)
        } catch {
            throw Problem(code: error.code, isReplaced: false)
        }
        guard rename(temporary, path) == 0 else { throw Problem(code: errno, isReplaced: false) }
        let folder = open(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        guard folder >= 0 else { throw Problem(code: errno, isReplaced: true) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Problem(code: errno, isReplaced: true) }
    }
}
