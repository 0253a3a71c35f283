package import Foundation
import Synchronization
package import Transport

/// Somebody who listens on the broker to everything that goes to and from devices, and says nothing unless asked to.
package final class BrokerWitness: Sendable {
    package struct Sighting: Hashable, Sendable {
        package let message: MQTTMessage
        package let seen: Date
    }

    private let session: MQTTSession
    private let seen = Mutex<[Sighting]>([])
    private let listening = Mutex<[Task<Void, Never>]>([])

    /// Connects with the engine's certificate, which may listen to everything, under a client id of its own.
    package init(in folder: WorkingFolder, port: UInt16) throws {
        session = try MQTTSession(
            MQTTSettings(
                host: "127.0.0.1",
                port: port,
                clientID: "witness",
                tls: TLSFiles(
                    caFile: folder.authority,
                    certificateFile: folder.engineCertificate,
                    keyFile: folder.engineKey
                )
            )
        )
    }

    package func start() async throws {
        session.start()
        for filter in ["fleet/#", "telemetry/#"] {
            let messages = try await session.subscribe(to: filter)
            let task = Task { [weak self] in
                for await message in messages { self?.note(message) }
            }
            listening.withLock { $0.append(task) }
        }
    }

    package func stop() async {
        for task in listening.withLock(\.self) { task.cancel() }
        await session.shutdown()
    }

    /// Publishes a monitor's report; returns when the broker has it.
    package func report(_ event: EventSample, on topic: String) async throws {
        let type = event.headers.first { $0.name == "content-type" }?.value
        let properties = MQTTProperties(contentType: type)
        _ = try await session.publish(MQTTPublication(topic: topic, payload: event.body, properties: properties))
    }

    package func sightings(on topic: String) -> [Sighting] {
        seen.withLock { $0.filter { $0.message.topic == topic } }
    }

    private func note(_ message: MQTTMessage) {
        seen.withLock { $0.append(Sighting(message: message, seen: .now)) }
    }
}
