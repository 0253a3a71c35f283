import Domain

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that did not exist before: its name is taken first, its contents come later, and it is removed again unless
/// they do.
///
/// Names are taken before a certificate is recorded, so that a name that is taken already is found in time.
struct NewFile: ~Copyable {
    private let file: OpenFile
    private var isFilled = false

    init(_ path: String, mode: mode_t, of owner: NewFileOwner) throws(FileFailure) {
        let file = try Self.made(path, mode, owner)
        do throws(FileFailure) {
            try file.setMode(mode)
        } catch {
            unlink(path)
            throw error
        }
        self.file = file
    }

    private static func made(_ path: String, _ mode: mode_t, _ owner: NewFileOwner) throws(FileFailure) -> OpenFile {
        switch owner {
        case .folder: try OpenFile(making: path, O_WRONLY, mode: mode)
        case .maker: try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
        }
    }

    deinit {
        if !isFilled { unlink(file.path) }
    }

    mutating func fill(_ bytes: [UInt8]) throws(FileFailure) {
        try file.append(bytes)
        try file.flush()
        try OpenFile.flushFolder(of: file.path)
        isFilled = true
    }
}
