import Foundation

enum OwnerOnlyFile {
    /// Makes an empty file with mode 0600 where there is none, so that the database is never readable by others, not even
    /// for a moment.
    static func make(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSLocalizedDescriptionKey: String(cString: strerror(errno))])
        }
    }
}
