import Foundation
import Glibc
import Synchronization

/// An HTTP server on the loopback interface that gives every request the same bytes, and keeps what it was sent.
final class TinyServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let answer: String
    private let received = Mutex<[String]>([])

    /// - Parameter answer: written as it stands; nothing at all where it is empty.
    init(_ answer: String) {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(listener >= 0, "no socket")
        port = Self.listen(on: listener)
        Thread.detachNewThread { self.serve() }
    }

    deinit { close(listener) }

    var url: String { "http://127.0.0.1:\(port)/hook" }
    var requests: [String] { received.withLock { $0 } }

    /// Ends the thread that serves.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// A port that nobody listens on.
    static func freePort() -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return bind(descriptor)
    }

    private static func listen(on descriptor: Int32) -> UInt16 {
        let port = bind(descriptor)
        precondition(Glibc.listen(descriptor, 8) == 0, "a bound socket listens")
        return port
    }

    private static func bind(_ descriptor: Int32) -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(descriptor, generic, size) == 0 ? getsockname(descriptor, generic, &size) : -1
            }
        }
        precondition(code == 0, "the loopback interface has a free port")
        return UInt16(bigEndian: address.sin_port)
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            var request = ""
            while !isComplete(request), let more = receive(from: connection) { request += more }
            received.withLock { $0.append(request) }
            let bytes = Array(answer.utf8)
            _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(connection)
        }
    }

    private func receive(from connection: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &bytes, bytes.count, 0)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    private func isComplete(_ request: String) -> Bool {
        guard let end = request.range(of: "\r\n\r\n") else { return false }
        let length = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        let expected = length.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
        return request[end.upperBound...].utf8.count >= expected
    }
}
