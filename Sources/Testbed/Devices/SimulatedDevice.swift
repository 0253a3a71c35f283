import CEL
package import Foundation
import JSON
import Synchronization
package import Transport

/// A device on the broker: connects with its certificate, publishes telemetry, and obeys `shutdown`.
///
/// It comes back whenever its connection ends, as fast as a misbehaving device would. Commands are taken as a device
/// without memory takes them: one that comes twice is applied twice, and counted twice.
package final class SimulatedDevice: Sendable {
    package enum Manner: Hashable, Sendable {
        case obedient
        /// Receives, and does nothing.
        case deaf
        /// Does what it is told, and keeps the answer to itself until ``answerNow()``.
        case slow
        /// Does what it is told, and answers with the key alone, which is no JSON.
        case terse
    }

    /// A message on its command topic.
    package struct Command: Hashable, Sendable {
        package let name: String
        package let key: String
        package let received: Date
        package let wasApplied: Bool
    }

    package struct Disconnection: Hashable, Sendable {
        package let reason: MQTTDisconnection
        package let noted: Date
    }

    private struct State {
        var manner: Manner
        var commands: [Command] = []
        var answersHeld: [String] = []
        var telemetryCount = 0
        var disconnections: [Disconnection] = []
        var work: [Task<Void, Never>] = []
    }

    package let id: String
    private let session: MQTTSession
    private let state: Mutex<State>

    package init(_ id: String, in folder: WorkingFolder, port: UInt16, _ manner: Manner = .obedient) throws {
        self.id = id
        state = Mutex(State(manner: manner))
        session = try MQTTSession(
            MQTTSettings(
                host: "127.0.0.1",
                port: port,
                clientID: id,
                tls: TLSFiles(
                    caFile: folder.authority,
                    certificateFile: folder.certificate(of: id),
                    keyFile: folder.key(of: id)
                ),
                backoff: ReconnectBackoff(base: .milliseconds(50), max: .milliseconds(500))
            )
        )
    }

    /// Returns when it is connected, listens to commands, and its first telemetry has been acknowledged.
    package func start() async throws {
        session.start()
        run { device in
            for await connection in device.session.connectionStates() { device.note(connection) }
        }
        try await eventually("device \(id) is connected") {
            if let end = disconnections.first { throw TestbedFailure("\(id): \(end.reason.sentence)") }
            return isConnected
        }
        let commands = try await session.subscribe(to: "fleet/\(id)/command")
        run { device in
            for await message in commands { await device.take(message) }
        }
        run { device in
            while !Task.isCancelled { await device.report() }
        }
        try await eventually("device \(id) publishes telemetry") { telemetryCount > 0 }
    }

    /// Switches it off.
    package func stop() async {
        for task in state.withLock(\.work) { task.cancel() }
        await session.shutdown()
    }

    package func behave(_ manner: Manner) { state.withLock { $0.manner = manner } }

    /// Gives every answer that it has kept to itself.
    package func answerNow() async {
        let keys = state.withLock { state in
            defer { state.answersHeld = [] }
            return state.answersHeld
        }
        for key in keys { await answer(key) }
    }

    /// Every message on its command topic, whatever it did about it.
    package var commands: [Command] { state.withLock(\.commands) }
    package var applied: [Command] { commands.filter(\.wasApplied) }
    /// Messages of telemetry that the broker has acknowledged.
    package var telemetryCount: Int { state.withLock(\.telemetryCount) }
    package var isConnected: Bool { session.connectionState.isConnected }
    /// Every end of a connection, and every failed try to make one.
    package var disconnections: [Disconnection] { state.withLock(\.disconnections) }

    private func run(_ work: @escaping @Sendable (SimulatedDevice) async -> Void) {
        let task = Task { [self] in await work(self) }
        state.withLock { $0.work.append(task) }
    }

    private func take(_ message: MQTTMessage) async {
        guard let document = try? JSONDocument.parse(message.payload) else { return }
        let key = document["id"].string ?? ""
        let manner = state.withLock { state in
            let command = Command(
                name: document["command"].string ?? "",
                key: key,
                received: .now,
                wasApplied: state.manner != .deaf
            )
            state.commands.append(command)
            if state.manner == .slow { state.answersHeld.append(key) }
            return state.manner
        }
        switch manner {
        case .obedient: await answer(key)
        case .terse: await say(Array(key.utf8))
        case .deaf, .slow: break
        }
    }

    private func answer(_ key: String) async {
        let answer: Value = ["id": .string(key), "status": "shutting-down"]
        await say(JSONText.write(answer))
    }

    private func say(_ payload: [UInt8]) async {
        _ = try? await session.publish(
            MQTTPublication(topic: "fleet/\(id)/ack", payload: payload),
            waitForConnection: .seconds(2)
        )
    }

    private func note(_ connection: MQTTConnectionState) {
        guard case .waiting(let reason) = connection else { return }
        state.withLock { $0.disconnections.append(Disconnection(reason: reason, noted: .now)) }
    }

    private func report() async {
        let reading: Value = ["litres_per_minute": .int(Int64(telemetryCount % 40))]
        let publication = MQTTPublication(topic: "telemetry/\(id)", payload: JSONText.write(reading))
        if (try? await session.publish(publication, timeout: .seconds(2))) != nil {
            state.withLock { $0.telemetryCount += 1 }
        }
        try? await Task.sleep(for: .milliseconds(100))
    }
}
