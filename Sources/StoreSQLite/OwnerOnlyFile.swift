import DurableFiles
import Foundation

enum OwnerOnlyFile {
    /// Makes an empty file with mode 0600 where there is none, so that the database is never readable by others, not even
    /// for a moment. What SQLite lays beside it then has its mode and its owner.
    static func make(_ path: String) throws {
        do throws(FileProblem) {
            close(try OwnedFile.make(path, O_WRONLY))
        } catch {
            guard error.code != EEXIST else { return }
            let reason = String(cString: strerror(error.code))
            throw CocoaError(.fileWriteUnknown, userInfo: [NSLocalizedDescriptionKey: reason])
        }
    }
}
