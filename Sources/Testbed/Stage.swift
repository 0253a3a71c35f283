import Foundation
import Synchronization

/// A whole plant on loopback, in a folder of its own: broker, devices, a receiver of webhooks, and an installation of
/// Cordon that is connected to them.
package final class Stage: Sendable {
    package let installation: CordonInstallation
    package let broker: MosquittoBroker
    package let receiver: WebhookReceiver
    package let witness: BrokerWitness
    package let devices: [SimulatedDevice]
    private let temporary: TemporaryFolder
    private let engines = Mutex<[CordonProcess]>([])

    /// Records the devices, issues their certificates, and starts everything except the engine.
    package static func set(_ records: [DeviceRecord]) async throws -> Stage {
        let stage = try await Stage(records)
        do {
            try await stage.start()
        } catch {
            let log = stage.broker.log.suffix(400).joined(separator: "\n")
            await stage.end()
            throw TestbedFailure("the plant did not start: \(error)\nMosquitto:\n\(log)")
        }
        return stage
    }

    private init(_ records: [DeviceRecord]) async throws {
        temporary = try TemporaryFolder()
        installation = try await CordonInstallation(in: temporary.path("cordon"))
        let folder = installation.folder
        try await installation.record(records)
        for record in records { try await installation.issueCertificate(to: record.id) }
        broker = try MosquittoBroker(in: folder, devices: records.map(\.id))
        let port = broker.port
        receiver = try WebhookReceiver(secret: String(contentsOfFile: folder.webhookSecret, encoding: .utf8))
        witness = try BrokerWitness(in: folder, port: port)
        devices = try records.map { try SimulatedDevice($0.id, in: folder, port: port) }
    }

    private func start() async throws {
        installation.set("CORDON_CONNECTIONS_BROKER_HOST", "127.0.0.1")
        installation.set("CORDON_CONNECTIONS_BROKER_PORT", "\(broker.port)")
        installation.set("CORDON_CONNECTIONS_SOC_URL", receiver.url)
        try await broker.start()
        try await receiver.start()
        try await witness.start()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in devices { group.addTask { try await device.start() } }
            try await group.waitForAll()
        }
    }

    package var folder: WorkingFolder { installation.folder }
    package var database: StateDatabase { StateDatabase(folder) }

    /// Starts the engine, or starts it anew.
    package func startEngine(filesUpTo kibibytes: Int? = nil) async throws -> CordonProcess {
        let engine = try await installation.serve(filesUpTo: kibibytes)
        engines.withLock { $0.append(engine) }
        return engine
    }

    package func device(_ id: String) -> SimulatedDevice {
        guard let device = devices.first(where: { $0.id == id }) else {
            preconditionFailure("no device is called \(id)")
        }
        return device
    }

    /// Puts a playbook in the place of the one that `cordon init` made.
    package func usePlaybook(_ text: String) throws {
        try text.write(toFile: folder.playbook, atomically: true, encoding: .utf8)
    }

    /// A fresh handshake with the broker, with a device's certificate.
    package func handshake(as device: String) async throws -> TLSHandshake.Outcome {
        try await TLSHandshake.attempt(
            port: broker.port,
            authority: folder.authority,
            certificate: folder.certificate(of: device),
            key: folder.key(of: device)
        )
    }

    /// A connection of a device that asks for its own topics later.
    package func lateClient(as device: String) async throws -> LateClient {
        try await LateClient(
            port: broker.port,
            authority: folder.authority,
            certificate: folder.certificate(of: device),
            key: folder.key(of: device),
            topic: "fleet/\(device)/#"
        )
    }

    /// Ends everything and removes the folder, also in a task that was cancelled.
    package func end() async {
        await Task { [self] in
            broker.resume()
            receiver.answerNow()
            for engine in engines.withLock(\.self) { try? await engine.kill() }
            for device in devices { await device.stop() }
            await witness.stop()
            await receiver.stop()
            try? await broker.kill()
            temporary.remove()
        }.value
    }
}
