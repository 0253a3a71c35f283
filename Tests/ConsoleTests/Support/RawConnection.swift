import Foundation
import Glibc

/// A TCP connection to 127.0.0.1 that sends what it is told to, well-formed or not. Blocks on threads of its own.
final class RawConnection: Sendable {
    private let descriptor: Int32

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        precondition(code == 0, "nobody listens on port \(port)")
    }

    deinit { close(descriptor) }

    /// Sends the text, and returns all that comes back until the other end closes.
    func exchange(_ text: String) async -> String {
        await onThread { [self] in
            _ = sendAll(Array(text.utf8))
            return receiveAll()
        }
    }

    /// Sends the text, and then chunks without end. Returns what has come back once something has, or once the other
    /// end takes no more.
    func flood(_ text: String) async -> String {
        await onThread { [self] in
            var chunk = Array("10000\r\n".utf8)
            chunk += Array(repeating: UInt8(ascii: " "), count: 0x10000) + Array("\r\n".utf8)
            guard sendAll(Array(text.utf8)) else { return "" }
            while !hasArrived(), sendAll(chunk) {}
            return receive()
        }
    }

    private func onThread(_ work: @escaping @Sendable () -> String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }

    private func hasArrived() -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    private func sendAll(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func receive() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private func receiveAll() -> String {
        var text = ""
        while true {
            let more = receive()
            guard !more.isEmpty else { return text }
            text += more
        }
    }
}
