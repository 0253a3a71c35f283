import Foundation
import Glibc
import Synchronization

/// TCP on 127.0.0.1, blocking: enough for servers that live as long as one test.
enum LoopbackSocket {
    /// A listening socket on a port that nobody else was given.
    static func listening(backlog: Int32 = 64) -> (descriptor: Int32, port: UInt16) {
        while true {
            // Below the ports that the system gives to outgoing connections, and each once, so that a port which is
            // free now is free when a server takes it.
            let count = portsGiven.add(1, ordering: .relaxed).oldValue
            let port = UInt16(20_000 + (Int(getpid()) * 131 + count) % 12_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            precondition(descriptor >= 0, "no socket")
            var address = loopback(port: port)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
            }
            if code == 0, listen(descriptor, backlog) == 0 { return (descriptor, port) }
            close(descriptor)
        }
    }

    private static let portsGiven = Atomic<Int>(0)

    static func connected(to port: UInt16) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard code == 0 else {
            close(descriptor)
            return -1
        }
        return descriptor
    }

    /// Whether somebody has asked for a connection that has not come about: `SYN_SENT` in the kernel's table.
    static func isConnecting(to port: UInt16) -> Bool {
        let table = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
        let suffix = String(port, radix: 16, uppercase: true)
        let remote = ":" + String(repeating: "0", count: 4 - suffix.count) + suffix
        return table.split(separator: "\n").dropFirst().contains { line in
            let columns = line.split(separator: " ")
            return columns.count > 3 && columns[2].hasSuffix(remote) && columns[3] == "02"
        }
    }

    /// A port that nobody listens on.
    static func freePort() -> UInt16 {
        let (descriptor, port) = listening()
        close(descriptor)
        return port
    }

    static func sendAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
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

    /// What arrived next; empty at the end.
    static func receiveSome(from descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : []
    }

    /// Ends a connection so that a thread that reads it wakes up.
    static func cut(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
