import Foundation
import JSON
import Testbed
import Transport

/// Every claim about the containment, measured.
struct Verdict {
    private let stage: Stage
    private let account: Account

    init(_ stage: Stage, _ account: Account) {
        self.stage = stage
        self.account = account
    }

    func prove(_ proof: inout Proof) async throws {
        Screen.chapter(3, "The proof")
        proveShutdown(&proof)
        proveSessionGone(&proof)
        try await proveRefusal(&proof)
        try await proveOthersUntouched(&proof)
        proveWebhook(&proof)
        try await proveAudit(&proof)
        proveContainment(&proof)
    }

    private var culprit: SimulatedDevice { account.culprit }

    private func proveShutdown(_ proof: inout Proof) {
        let commands = culprit.applied.filter { $0.name == "shutdown" }
        let answers = stage.witness.sightings(on: "fleet/\(culprit.id)/ack").map(\.message.payload)
        let answered = answers.contains { payload in
            (try? JSONDocument.parse(payload))?["id"].string == commands.first?.key
        }
        proof.claim(
            "\(culprit.id) received the shutdown, once, and answered",
            commands.count == 1 && culprit.commands.count == 1 && answered,
            "key \(commands.first?.key ?? "none"), seen again in its answer on fleet/\(culprit.id)/ack"
        )
    }

    private func proveSessionGone(_ proof: inout Proof) {
        let lines = stage.broker.log.filter { $0.contains("Client \(culprit.id) ") }
        proof.claim(
            "its session is gone",
            !stage.broker.hasSession(of: culprit.id) && !culprit.isConnected && !lines.isEmpty,
            "Mosquitto: \(lines.last ?? "says nothing of it")"
        )
    }

    private func proveRefusal(_ proof: inout Proof) async throws {
        let outcome = try await stage.handshake(as: culprit.id)
        let control = try await stage.handshake(as: other)
        proof.claim(
            "its reconnect with the old certificate is refused by the broker's TLS",
            outcome == .refused(alert: "certificate revoked") && control == .accepted,
            "openssl s_client as \(culprit.id): \(outcome); as \(other): \(control)"
        )
    }

    private var others: [SimulatedDevice] { stage.devices.filter { $0.id != culprit.id } }
    private var other: String { others[0].id }

    private func proveOthersUntouched(_ proof: inout Proof) async throws {
        let since = Date.now
        var publishing = 0
        try? await eventually("all others publish", within: .seconds(3)) {
            publishing = others.count { hasPublished($0, since: since) }
            return publishing == others.count
        }
        let sent = others.flatMap { stage.witness.sightings(on: "fleet/\($0.id)/command") }
        let breaks = others.flatMap(\.disconnections)
        let connected = others.filter { $0.isConnected && stage.broker.hasSession(of: $0.id) }
        proof.claim(
            "the other \(others.count) devices were not touched",
            publishing == others.count && sent.isEmpty && breaks.isEmpty && connected.count == others.count,
            "\(connected.count) connected, \(breaks.count) breaks, \(sent.count) commands sent to them, "
                + "\(publishing) publishing after it was over"
        )
    }

    private func hasPublished(_ device: SimulatedDevice, since start: Date) -> Bool {
        stage.witness.sightings(on: "telemetry/\(device.id)").contains { $0.seen > start }
    }

    private func proveWebhook(_ proof: inout Proof) {
        let messages = stage.receiver.messages
        proof.claim(
            "the webhook arrived once, and its signature verifies",
            messages.count == 1 && messages.allSatisfy(\.isSignatureValid),
            messages.map { "webhook-id \($0.id): \($0.isSignatureValid ? "valid" : "NOT valid")" }.joined(
                separator: "\n"
            )
        )
    }

    private func proveAudit(_ proof: inout Proof) async throws {
        let result = try await stage.installation.run("audit", "verify")
        proof.claim("the audit log verifies", result.isSuccess, result.output)
    }

    /// The engine's clock and ours are one: the engine's word is checked against when we asked, and when we looked.
    private func proveContainment(_ proof: inout Proof) {
        guard account.incident["outcome"].string == "contained",
            let accepted = LiveTimeline.time(account.incident["opened"]), let verified = account.success(of: "verify")
        else {
            let outcome = account.incident["outcome"].string ?? account.incident["phase"].string ?? "unknown"
            proof.claim("the device is contained", false, "the engine says: \(outcome)")
            return
        }
        let isPlausible = account.posted <= accepted && accepted <= account.acknowledged && verified <= .now
        let firstCommand = culprit.commands.first.map { Self.milliseconds(from: accepted, to: $0.received) } ?? "never"
        proof.claim(
            "contained, and proven so, \(Self.milliseconds(from: accepted, to: verified)) after the event was accepted",
            isPlausible,
            "the shutdown reached the device after \(firstCommand); "
                + "202 was answered \(Self.milliseconds(from: account.posted, to: account.acknowledged)) after the post"
        )
    }

    private static func milliseconds(from start: Date, to end: Date) -> String {
        let elapsed = end.timeIntervalSince(start) * 1_000
        return "\(elapsed.formatted(.number.precision(.fractionLength(elapsed < 10 ? 1 : 0)))) ms"
    }
}
