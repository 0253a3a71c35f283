import Foundation
import Testbed
import Testing

/// A working folder as `cordon init` makes it, its own broker on a free port, and one device on it.
final class StarterPlant: Sendable {
    private static let control = "/usr/bin/mosquitto_ctrl"

    static var isPossible: Bool { Scenario.isPossible && FileManager.default.isExecutableFile(atPath: control) }

    let broker: MosquittoBroker
    let device: SimulatedDevice
    private let installation: CordonInstallation
    private let temporary: TemporaryFolder

    /// Takes everything down whatever happens.
    static func play(device: String, _ body: (StarterPlant) async throws -> Void) async throws {
        let plant = try await StarterPlant(device)
        do {
            try await plant.start()
            try await body(plant)
        } catch {
            await plant.end()
            throw error
        }
        await plant.end()
    }

    private init(_ id: String) async throws {
        temporary = try TemporaryFolder()
        installation = try await CordonInstallation(in: temporary.path("plant"))
        try await installation.record([DeviceRecord(id)])
        try await installation.issueCertificate(to: id)
        broker = try MosquittoBroker(ofStarter: installation.folder)
        device = try SimulatedDevice(id, in: installation.folder, port: broker.port)
        installation.set("CORDON_CONNECTIONS_BROKER_PORT", "\(broker.port)")
    }

    private func start() async throws {
        try await broker.start()
        let id = device.id
        let role = "device-\(id)"
        try await control("createRole", role)
        try await control("addRoleACL", role, "publishClientSend", "fleet/\(id)/#", "allow")
        try await control("addRoleACL", role, "publishClientSend", "telemetry/\(id)", "allow")
        try await control("addRoleACL", role, "subscribePattern", "fleet/\(id)/#", "allow")
        try await control("createClient", id, "-p", "unused")
        try await control("addClientRole", id, role)
        try await device.start()
    }

    /// As the engine, with the plugin's own tool.
    func control(_ words: String...) async throws {
        let folder = installation.folder
        let connection = [
            "-h", "localhost", "-p", "\(broker.port)", "--cafile", folder.authority, "--cert",
            folder.engineCertificate, "--key", folder.engineKey,
        ]
        let result = try await Command.run(Self.control, connection + ["dynsec"] + words)
        guard result.isSuccess, result.errors.isEmpty else {
            throw TestbedFailure("mosquitto_ctrl dynsec \(words): \(result.output)\(result.errors)")
        }
    }

    /// Runs a playbook for the device, and returns when it is at rest.
    func run(_ playbook: String, on id: String? = nil) async throws -> Command.Result {
        let file = temporary.path("playbook.yaml")
        try playbook.write(toFile: file, atomically: true, encoding: .utf8)
        return try await installation.run("run", file, "--device", id ?? device.id)
    }

    private func end() async {
        await device.stop()
        try? await broker.kill()
        temporary.remove()
    }
}
