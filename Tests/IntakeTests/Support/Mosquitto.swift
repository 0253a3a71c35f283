import Foundation
import Glibc
import Transport

/// A broker of its own for one test, on a port and in a folder of its own.
final class Mosquitto: Sendable {
    static let program = "/usr/sbin/mosquitto"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    struct DidNotStart: Error {}

    let port: UInt16
    private let folder: URL
    private let process = Process()
    private let output = Pipe()

    init() throws {
        port = Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "intake-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "mosquitto.conf")
        let lines = [
            "user root", "listener \(port) 127.0.0.1", "allow_anonymous true", "log_dest stderr", "log_type all",
        ]
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-c", file.path()]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try waitUntilRunning()
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    func settings(_ clientID: String, isKept: Bool = false) -> MQTTSettings {
        MQTTSettings(
            host: "127.0.0.1",
            port: port,
            clientID: clientID,
            cleanStart: !isKept,
            sessionExpiry: isKept ? .seconds(3_600) : .zero,
            backoff: ReconnectBackoff(base: .milliseconds(20), max: .milliseconds(100))
        )
    }

    /// A port that nobody listens on.
    private static func freePort() -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let isBound = bind(descriptor, address, size) == 0
                precondition(isBound && getsockname(descriptor, address, &size) == 0, "no port on loopback")
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    private func waitUntilRunning() throws {
        let handle = output.fileHandleForReading
        var text = ""
        while !text.contains("running") {
            let more = handle.availableData
            guard !more.isEmpty else { throw DidNotStart() }
            text += String(decoding: more, as: UTF8.self)
        }
        // Goes on reading, so that a talkative broker does not fill the pipe and stop.
        Thread.detachNewThread { while !handle.availableData.isEmpty {} }
    }
}
