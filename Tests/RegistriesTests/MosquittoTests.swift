import Domain
import Foundation
import Registries
import Testing

/// A real broker, mutual TLS, and a handshake as the proof.
@Suite(.enabled(if: Mosquitto.isInstalled, "mosquitto and mosquitto_pub are not installed"))
struct MosquittoTests {
    @Test func `a held certificate is refused at the next handshake, and accepted after its release`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let brokers = [BrokerProcess(pidFile: place.folder + "/mosquitto.pid")]
        let registry = try await place.stockedRegistry(with: .pump, .valve, brokers: brokers)
        _ = try await registry.issueCertificate(to: .server(hosts: ["127.0.0.1"]), into: place.folder)
        let broker = try Mosquitto(in: place)
        defer { broker.stop() }

        #expect(try broker.publish(as: .pump).status == 0)
        _ = try await registry.deactivate(.pump)
        try broker.waitForReload()
        #expect(try broker.publish(as: .pump).status != 0)
        #expect(try broker.publish(as: .valve).status == 0, "nobody else is refused")
        _ = try await registry.deactivate(.pump)
        try broker.waitForReload()  // told again: the signal before may have been lost
        #expect(try broker.publish(as: .pump).status != 0)
        _ = try await registry.reactivate(.pump)
        try broker.waitForReload()
        #expect(try broker.publish(as: .pump).status == 0)
        _ = try await registry.revoke(.pump, reason: .keyCompromise)
        try broker.waitForReload()
        #expect(try broker.publish(as: .pump).status != 0)
        try await registry.refreshCRL()
        try broker.waitForReload()
        #expect(try broker.publish(as: .pump).status != 0)
        #expect(try broker.publish(as: .valve).status == 0)
    }
}

/// A broker on a free port of this machine, which asks for client certificates and reads the list of its workplace.
final class Mosquitto {
    private let process = Process()
    private let log = Pipe()
    private let place: Workplace
    private let port: UInt16
    private var unread = ""

    static var isInstalled: Bool {
        let client = try? run("mosquitto_pub", ["--help"])
        return client?.output.contains("mosquitto_pub") == true && path != nil
    }

    private static var path: String? {
        ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    init(in place: Workplace) throws {
        self.place = place
        port = try Self.freePort()
        let configuration = """
            user root
            pid_file \(place.folder)/mosquitto.pid
            log_dest stderr
            log_type all
            listener \(port) 127.0.0.1
            cafile \(place.files.certificate)
            certfile \(place.folder)/127.0.0.1.crt
            keyfile \(place.folder)/127.0.0.1.key
            crlfile \(place.crl)
            require_certificate true
            use_identity_as_username true
            allow_anonymous false

            """
        let file = place.folder + "/mosquitto.conf"
        try Data(configuration.utf8).write(to: URL(filePath: file))
        process.executableURL = URL(filePath: try #require(Self.path))
        process.arguments = ["-c", file]
        process.standardError = log
        try process.start()
        try waitForLine("running")
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// One message, with the certificate of the device; status 0 where the broker took it.
    func publish(as id: DeviceID) throws -> CommandOutcome {
        try run(
            "mosquitto_pub",
            [
                "-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", "alive", "-m", "yes", "-i", id.description,
                "--tls-version", "tlsv1.2", "--cafile", place.files.certificate,
                "--cert", "\(place.folder)/\(id).crt", "--key", "\(place.folder)/\(id).key",
            ]
        )
    }

    /// Mosquitto has one thread: once it says this, it accepts nobody before it has read the list.
    func waitForReload() throws { try waitForLine("Reloading config.") }

    private func waitForLine(_ text: String) throws {
        while true {
            while let end = unread.firstIndex(of: "\n") {
                let line = unread[..<end]
                unread = String(unread[unread.index(after: end)...])
                if line.contains(text) { return }
            }
            let data = log.fileHandleForReading.availableData
            try #require(!data.isEmpty, "the broker ended before it said '\(text)'")
            unread += String(decoding: data, as: UTF8.self)
        }
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
            }
        }
        try #require(status == 0)
        return UInt16(bigEndian: address.sin_port)
    }
}
