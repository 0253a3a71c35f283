import Glibc
import Synchronization

/// Ports on 127.0.0.1 that nobody listens on.
package enum LoopbackPort {
    private static let portsGiven = Atomic<Int>(0)

    /// Below the ports that the system gives to outgoing connections, and each once in this process: one that is free
    /// now is still free when a server takes it.
    package static func free() -> UInt16 {
        while true {
            let count = portsGiven.add(1, ordering: .relaxed).oldValue
            let port = UInt16(10_000 + (Int(getpid()) * 131 + count) % 20_000)
            if isFree(port) { return port }
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(descriptor >= 0, "the system gives no socket")
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        } == 0
    }
}
