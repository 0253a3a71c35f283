import Domain

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What the system answered to a call on a file.
struct FileFailure: Error, Hashable {
    /// `open`, `make`, `write`, `fsync`, `rename` …
    let call: String
    let path: String
    let code: Int32

    /// The failure of the call that was just made.
    static func last(_ call: String, _ path: String) -> Self { Self(call: call, path: path, code: errno) }

    var reason: String { "\(call) \(path): \(String(cString: strerror(code)))" }

    var remedy: String {
        switch code {
        case EACCES, EPERM, EROFS: "let the user that runs cordon read and write \(path) and its folder"
        case ENOENT, ENOTDIR: "create it, or correct the path, where it was given or in the configuration"
        case EEXIST: "choose another name or folder: cordon never overwrites a key or a certificate"
        case ENOSPC, EDQUOT: "free space on the disk that holds it, then try again"
        case EIO: "check the disk (dmesg), then try again"
        default: "see to that, then try again"
        }
    }

    func whileTrying(to attempted: String) -> OperatorError {
        OperatorError(attempted: attempted, reason: reason, remedy: remedy)
    }
}
