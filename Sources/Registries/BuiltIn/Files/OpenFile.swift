import DurableFiles

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// An open file, closed when it goes out of scope.
struct OpenFile: ~Copyable {
    let path: String
    let descriptor: Int32

    init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileFailure) {
        let descriptor = open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .last("open", path) }
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes a file that is not there yet; `other` is what it will replace. Whose it is: ``OwnedFile``.
    init(making path: String, _ flags: Int32, mode: mode_t = 0o600, replacing other: String? = nil) throws(FileFailure)
    {
        let descriptor: Int32
        do throws(FileProblem) {
            descriptor = try OwnedFile.make(path, flags, mode: UInt32(mode), replacing: other)
        } catch {
            throw FileFailure(call: error.verb, path: path, code: error.code)
        }
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a file, and makes it where there is none.
    init(orMaking path: String, _ flags: Int32) throws(FileFailure) {
        let descriptor: Int32
        do throws(FileProblem) {
            descriptor = try OwnedFile.open(path, flags)
        } catch {
            throw FileFailure(call: error.verb, path: path, code: error.code)
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) throws(FileFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw .last("write", path) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Everything in the file, or `nil` where it holds more than `bytesMax`.
    func contents(bytesMax: Int) throws(FileFailure) -> [UInt8]? {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 || errno == EINTR else { throw .last("read", path) }
            if count == 0 { return contents }
            contents.append(contentsOf: chunk.prefix(max(0, count)))
            if contents.count > bytesMax { return nil }
        }
    }

    /// Sets the mode whatever the process's mask says.
    func setMode(_ mode: mode_t) throws(FileFailure) {
        guard fchmod(descriptor, mode) == 0 else { throw .last("chmod", path) }
    }

    func flush() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("fsync", path) }
    }

    /// Makes a name that was created or changed in a folder survive a loss of power.
    static func flushFolder(of path: String) throws(FileFailure) {
        try OpenFile(folder(of: path), O_RDONLY | O_DIRECTORY).flush()
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
