import Foundation
import Transport

/// A broker of its own for one test, on a port and in a folder of its own.
final class Mosquitto: Sendable {
    static let program = "/usr/sbin/mosquitto"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let port: UInt16
    private let folder: TemporaryFolder
    private let process: ChildProcess

    /// Starts one, with further lines of configuration.
    init(port: UInt16 = LoopbackSocket.freePort(), _ lines: String = "allow_anonymous true") throws {
        self.port = port
        folder = try TemporaryFolder()
        let configuration = """
            user root
            listener \(port) 127.0.0.1
            log_dest stderr
            log_type all
            persistence false
            \(lines)
            """
        let file = try folder.write(configuration, to: "mosquitto.conf")
        process = try ChildProcess(Self.program, ["-c", file], readyWhen: "running")
    }

    func kill() { process.kill() }

    func settings(_ clientID: String, port: UInt16? = nil) -> MQTTSettings {
        MQTTSettings(
            host: "127.0.0.1",
            port: port ?? self.port,
            clientID: clientID,
            backoff: ReconnectBackoff(base: .milliseconds(20), max: .milliseconds(100))
        )
    }

    func intakeSettings(_ clientID: String, port: UInt16? = nil) -> MQTTSettings {
        var settings = settings(clientID, port: port)
        settings.cleanStart = false
        settings.sessionExpiry = .seconds(3_600)
        return settings
    }

    /// A session that is connected.
    func session(_ clientID: String, port: UInt16? = nil) async throws -> MQTTSession {
        let session = try MQTTSession(settings(clientID, port: port))
        session.start()
        await session.connected()
        return session
    }
}

extension MQTTSession {
    func connected() async {
        for await state in connectionStates() where state.isConnected { return }
    }

    /// Why the next attempt to connect is being waited for.
    func disconnection() async -> MQTTDisconnection? {
        for await state in connectionStates() {
            if case .waiting(let reason) = state { return reason }
        }
        return nil
    }
}

extension MQTTIntakeSession {
    func connected() async {
        for await state in connectionStates() where state.isConnected { return }
    }

    func disconnection() async -> MQTTDisconnection? {
        for await state in connectionStates() {
            if case .waiting(let reason) = state { return reason }
        }
        return nil
    }
}
