import Foundation
import Testbed

/// How the plant stood at a moment, to show later that it still does.
struct Untouched {
    private let stage: Stage
    private let revocationList: Data
    private let brokerLines: Int
    private let telemetry: [Int]
    private let disconnections: [Int]

    init(_ stage: Stage) throws {
        self.stage = stage
        revocationList = try Data(contentsOf: URL(filePath: stage.folder.revocationList))
        brokerLines = stage.broker.log.count
        telemetry = stage.devices.map(\.telemetryCount)
        disconnections = stage.devices.map(\.disconnections.count)
    }

    func prove(_ proof: inout Proof) async throws {
        try await eventually("every device has published since") {
            zip(stage.devices, telemetry).allSatisfy { $0.telemetryCount > $1 }
        }
        let commands = stage.devices.flatMap(\.commands)
        proof.claim(
            "no device received a command",
            commands.isEmpty,
            "\(commands.count) on \(stage.devices.count) topics"
        )
        let isSteady = zip(stage.devices, disconnections).allSatisfy { $0.isConnected && $0.disconnections.count == $1 }
        proof.claim(
            "every device is connected, without a break, and publishes",
            isSteady,
            "\(stage.devices.reduce(0) { $0 + $1.telemetryCount } - telemetry.reduce(0, +)) messages acknowledged since"
        )
        let strangers = stage.broker.log.dropFirst(brokerLines).filter { $0.contains("New client connected") }
        proof.claim("nobody connected to the broker", strangers.isEmpty, strangers.joined(separator: "\n"))
        let list = try Data(contentsOf: URL(filePath: stage.folder.revocationList))
        proof.claim("the CRL is the same, byte for byte", list == revocationList, "\(list.count) bytes")
        let messages = stage.receiver.messages.count
        proof.claim("the receiver was told nothing", messages == 0, "\(messages) requests")
    }
}
