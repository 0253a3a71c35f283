import Foundation
import Glibc
import Synchronization

/// A real Mosquitto on a free port of 127.0.0.1: mutual TLS with the certificates that `cordon init` made, its CRL,
/// and the dynamic security plugin, in which the common name of a certificate is the user.
package final class MosquittoBroker: Sendable {
    package static let program = "/usr/sbin/mosquitto"

    package let port: UInt16
    private let folder: WorkingFolder
    private let processes = Mutex<[ChildProcess]>([])

    /// Writes its configuration; ``start()`` starts it.
    package init(in folder: WorkingFolder, devices: [String]) throws {
        port = LoopbackPort.free()
        self.folder = folder
        let security = DynamicSecurityFile.text(engine: "cordon", devices: devices)
        try security.write(toFile: securityFile, atomically: true, encoding: .utf8)
        let text = configuration(plugin: try Self.plugin(), keeping: try Self.whatStarterKeeps(in: folder))
        try text.write(toFile: configurationFile, atomically: true, encoding: .utf8)
    }

    /// With the configuration that `cordon init` wrote, but for the port and what it logs.
    package init(ofStarter folder: WorkingFolder) throws {
        port = LoopbackPort.free()
        self.folder = folder
        let written = try String(contentsOfFile: folder.path("broker/mosquitto.conf"), encoding: .utf8)
        let moved = written.replacing("\nlistener 8883 ", with: "\nlistener \(port) ")
        guard moved != written else {
            throw TestbedFailure("the starter's broker listens on another port:\n\(written)")
        }
        let logging = "log_dest stderr\nlog_type all\n"
        try (logging + moved).write(toFile: configurationFile, atomically: true, encoding: .utf8)
    }

    /// Returns when it accepts connections. Once it was stopped or killed, this starts it anew on the same port.
    package func start() async throws {
        let process = try await ChildProcess(Self.program, ["-c", configurationFile])
        processes.withLock { $0.append(process) }
        try await eventually("Mosquitto accepts connections") {
            guard process.isRunning else {
                // What it said last is there once it has ended.
                let ending = try await process.ended()
                throw TestbedFailure("Mosquitto did not start, it \(ending):\n\(process.errors.text)")
            }
            return process.errors.text.contains(" running\n")
        }
    }

    /// Everything that it ever logged, over all its starts.
    package var log: [String] { processes.withLock(\.self).flatMap(\.errors.lines) }

    /// What it calls itself, such as `mosquitto version 2.0.11`.
    package var version: String {
        let line = log.first { $0.contains("mosquitto version") } ?? ""
        return line.split(separator: " ").dropFirst().prefix(3).joined(separator: " ")
    }

    /// As a crash would: no farewell to anybody.
    package func kill() async throws { try await current?.kill() }

    package func stop() async throws {
        current?.signal(SIGTERM)
        _ = try await current?.ended()
    }

    /// From here on it takes bytes, because the system does that for it, and does nothing with them.
    package func pause() { current?.signal(SIGSTOP) }

    package func resume() { current?.signal(SIGCONT) }

    /// Whether, by its own log since it was last started, a client of that name is connected now.
    package func hasSession(of device: String) -> Bool {
        var isConnected = false
        for line in current?.errors.lines ?? [] where Self.names(device, in: line) {
            isConnected = line.contains("New client connected")
        }
        return isConnected
    }

    private static func names(_ device: String, in line: String) -> Bool {
        line.contains(" as \(device) (") || line.contains("Client \(device) ") && line.contains("disconnected")
            || line.contains("Client \(device) closed its connection")
    }

    private var current: ChildProcess? { processes.withLock(\.last) }
    private var securityFile: String { folder.path("broker/dynamic-security.json") }
    private var configurationFile: String { folder.path("broker/testbed.conf") }

    /// Of the configuration that `cordon init` wrote the lines that say what outlives the broker's process, and how much
    /// waits for whom.
    private static func whatStarterKeeps(in folder: WorkingFolder) throws -> String {
        let written = try String(contentsOfFile: folder.path("broker/mosquitto.conf"), encoding: .utf8)
        let names = [
            "persistence ", "persistence_location ", "autosave_", "max_queued_", "persistent_client_expiration ",
        ]
        let lines = written.split(separator: "\n").filter { line in names.contains { line.hasPrefix($0) } }
        guard lines.contains("persistence true") else {
            throw TestbedFailure("the starter's broker forgets what it has acknowledged:\n\(written)")
        }
        return lines.joined(separator: "\n")
    }

    private func configuration(plugin: String, keeping: String) -> String {
        """
        \(getuid() == 0 ? "user root" : "")
        listener \(port) 127.0.0.1
        cafile \(folder.authority)
        certfile \(folder.path("pki/broker.pem"))
        keyfile \(folder.path("keys/broker.key"))
        crlfile \(folder.revocationList)
        require_certificate true
        use_identity_as_username true
        allow_anonymous false
        plugin \(plugin)
        plugin_opt_config_file \(securityFile)
        pid_file \(folder.path("broker/mosquitto.pid"))
        \(keeping)
        set_tcp_nodelay true
        log_dest stderr
        log_type all
        """
    }

    /// Debian keeps it in a folder named after the machine's architecture.
    private static func plugin() throws -> String {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib").sorted()
        let candidates = (["."] + folders).map { "/usr/lib/\($0)/mosquitto_dynamic_security.so" }
        guard let plugin = candidates.first(where: FileManager.default.fileExists) else {
            throw TestbedFailure("find mosquitto_dynamic_security.so below /usr/lib: install 'mosquitto'")
        }
        return plugin
    }
}
