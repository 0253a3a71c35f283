import CEL
import Foundation
import JSON
import Testbed
import Testing

/// The audit log is sent on to a receiver, by the built program.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct RelayedLogScenarios {
    @Test func `killed while an answer is out: the entries are sent again, and none is missing`() async throws {
        try await Scenario.play { stage in
            let siem = try await RelayReceiver(stage)
            siem.receiver.answer(.status(200), .hold)
            let first = try await stage.startEngine()
            try await eventually("the start was sent on") { siem.receiver.messages.count == 1 }
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: first), on: first)
            try await eventually("an answer is out") { siem.receiver.messages.count >= 2 }
            try await first.kill()
            let cut = siem.receiver.messages.count

            let second = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-2"), on: second), on: second)
            // It sends the last entries before it ends.
            second.terminate()
            #expect(try await second.ended() == .exited(0))
            let sent = try siem.entries(in: siem.receiver.messages[...])
            let written = "SELECT sequence FROM entries WHERE instr(body, CAST('engine.heartbeat' AS BLOB)) = 0"
            let logged = try await stage.database.rows(written).compactMap { UInt64($0) }
            let arrived = sent.map(\.sequence).reduce(into: [UInt64]()) { if !$0.contains($1) { $0.append($1) } }
            #expect(arrived == logged, "they come in the order of the log, and none is missing")
            #expect(sent.last?.action == "engine.stopped")
            #expect(!siem.receiver.messages.contains { !$0.isSignatureValid })

            // What was out came again; what came twice is the same to the letter.
            let out = try siem.entries(in: siem.receiver.messages[(cut - 1)..<cut])
            let again = try siem.entries(in: siem.receiver.messages[cut...])
            #expect(!out.isEmpty && Set(again.map(\.sequence)).isSuperset(of: out.map(\.sequence)))
            for (_, copies) in Dictionary(grouping: sent, by: \.sequence) {
                #expect(Set(copies.map(\.text)).count == 1)
            }
            await siem.receiver.stop()
        }
    }

    @Test func `no secret is in what is sent, in the engine's log or in the database`() async throws {
        try await Scenario.play { stage in
            let siem = try await RelayReceiver(stage, besides: Self.deafRelays)
            var canaries = try siem.plantCanaries()
            stage.installation.set("CORDON_LOG_LEVEL", "trace")
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            let ends = ["run.ended", "run.in-force"]
            try await eventually("the run was sent on") {
                try siem.entries(in: siem.receiver.messages[...]).contains { ends.contains($0.action) }
            }
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))

            let tokens = try #require(stage.installation.tokens)
            canaries += [tokens.admin, tokens.intake]
            canaries += try siem.secretsOfFolder()
            #expect(canaries.count >= 9)
            let sent = siem.receiver.messages.flatMap(\.body)
            let places = [("sent", sent), ("log", Array(engine.log.utf8))] + siem.stateFiles()
            for (place, bytes) in places {
                let text = String(decoding: bytes, as: UTF8.self)
                for canary in canaries {
                    #expect(!text.contains(canary), "a secret of \(canary.count) characters: \(place)")
                }
            }
            await siem.receiver.stop()
        }
    }

    /// Nobody listens there: what they say of that must not say more.
    private static let deafRelays = """
            - {name: datadog, kind: datadog, url: "http://127.0.0.1:9", api_key_file: keys/datadog, allow_private: true}
            - name: cloudwatch
              kind: cloudwatch
              url: "http://127.0.0.1:9"
              region: eu-central-1
              group: cordon
              stream: plant-7
              credentials_file: keys/aws
              allow_private: true
            - {name: syslog, kind: syslog, host: 127.0.0.1, port: 9, allow_private: true}

        """
}

/// A receiver of webhooks that the installation's log is sent on to, from its beginning.
private struct RelayReceiver {
    struct Sent {
        let sequence: UInt64
        let action: String
        let text: String
    }

    let receiver: WebhookReceiver
    private let folder: WorkingFolder

    init(_ stage: Stage, besides others: String = "") async throws {
        let secret = "whsec_\(Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString())"
        folder = stage.folder
        receiver = try WebhookReceiver(secret: secret)
        try await receiver.start()
        try Self.keep(secret, in: folder.path("keys/siem.secret"))
        let relays = """

            audit:
              relays:
                - name: siem
                  kind: webhook
                  url: \(receiver.url)
                  secret_file: keys/siem.secret
                  allow_private: true
                  from: beginning

            """
        let configuration = folder.path("cordon.yaml")
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        try (text + relays + others).write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    /// Every entry that came with these, in the order of its coming.
    func entries(in messages: ArraySlice<WebhookReceiver.Message>) throws -> [Sent] {
        try messages.flatMap { message in
            try JSONDocument.parse(message.body)["data"]["entries"].items.map { entry in
                Sent(
                    sequence: entry["sequence"].uint ?? .max,
                    action: entry["action"].string ?? "",
                    text: JSONText.string(Value(entry) ?? .null)
                )
            }
        }
    }

    /// Secrets of the other relays that nobody would write by chance.
    func plantCanaries() throws -> [String] {
        let canaries = (0..<3).map { _ in "canary\(UInt64.random(in: 1 << 60 ... .max))" }
        try Self.keep(canaries[0], in: folder.path("keys/datadog"))
        let credentials = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = \(canaries[1])\n"
        try Self.keep(credentials + "aws_session_token = \(canaries[2])\n", in: folder.path("keys/aws"))
        return canaries
    }

    /// What the files in `keys/` hold, line by line: keys in PEM, secrets, hashes of tokens. Raw keys as they are read.
    func secretsOfFolder() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("keys")).sorted()
        return names.flatMap { name -> [String] in
            let data = FileManager.default.contents(atPath: folder.path("keys/\(name)")) ?? Data()
            guard let text = String(data: data, encoding: .utf8), !text.utf8.contains(0) else {
                return [data.base64EncodedString(), data.map { String(format: "%02x", $0) }.joined()]
            }
            let words = text.split { $0.isWhitespace || $0 == "=" || $0 == ":" }.map(String.init)
            return words.filter { $0.utf8.count >= 20 && !$0.hasPrefix("-----") && !$0.hasPrefix("aws_") }
        }
    }

    /// The database with what is still in its write-ahead log, and the positions.
    func stateFiles() -> [(String, [UInt8])] {
        let names = FileManager.default.subpaths(atPath: folder.path("state")) ?? []
        return names.compactMap { name in
            FileManager.default.contents(atPath: folder.path("state/\(name)")).map { (name, [UInt8]($0)) }
        }
    }

    private static func keep(_ text: String, in path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
