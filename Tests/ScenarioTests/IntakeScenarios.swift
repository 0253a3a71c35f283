import Foundation
import JSON
import Testbed
import Testing
import Transport

@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct IntakeScenarios {
    @Test func `a malformed event is refused with what is wrong and where, and opens nothing`() async throws {
        try await Scenario.play(DeviceRecord("pump-1")) { stage in
            let engine = try await stage.startEngine()
            let headers = [HTTPField("content-type", "application/cloudevents+json")]
            let broken = EventSample(headers: headers, body: Array(#"{"specversion": "1.0", "id": }"#.utf8))
            let answer = try await engine.post(broken)
            #expect(answer.status == 400)
            #expect(answer.contentType.hasPrefix("application/problem+json"), "\(answer.contentType)")
            let problem = try #require(answer.json, "\(answer.text)")
            #expect(problem["status"].int == 400)
            #expect(problem["detail"].string?.contains("30") == true, "the column is told: \(answer.text)")

            let unfinished = Array(#"{"specversion": "1.0", "id": "a", "source": "b", "type": "violation"}"#.utf8)
            let second = try await engine.post(EventSample(headers: headers, body: unfinished))
            #expect(second.status == 400 && second.text.contains("device"), "\(second.text)")
            #expect(try await stage.database.rows("SELECT count(*) FROM events") == ["0"])
            try await stage.expectUntouched("pump-1")
        }
    }

    @Test func `nobody is heard without the token`() async throws {
        try await Scenario.play(DeviceRecord("pump-1")) { stage in
            let engine = try await stage.startEngine()
            let answer = try await engine.post(.violation(of: "pump-1"), token: "guessed")
            #expect(answer.status == 401, "\(answer.text)")
            #expect(try await stage.database.rows("SELECT count(*) FROM events") == ["0"])
        }
    }

    @Test func `an event that comes over MQTT while the engine is dead waits at the broker, and is answered once`()
        async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            try await subscribeAndKill(on: stage)
            let event = EventSample.cloudEvent(of: "pump-1", id: "over-mqtt")
            try await stage.witness.report(event, on: "monitors/plant-2/violations")
            try await stage.witness.report(event, on: "monitors/plant-2/violations")

            let second = try await stage.startEngine()
            let incident: String = try await eventual("the event has opened an incident") {
                try await stage.database.rows("SELECT id FROM incidents").first
            }
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.outcome == "contained" && account.eventsCount == 1, "\(account)")
            #expect(stage.device("pump-1").commands.count == 1)
        }
    }

    /// A reading found it: the broker that `cordon init` writes kept nothing over its own restart.
    @Test func `an alarm that the broker has acknowledged outlives a restart of the broker while the engine is away`()
        async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            try await subscribeAndKill(on: stage)
            let event = EventSample.cloudEvent(of: "pump-1", id: "before-the-restart")
            try await stage.witness.report(event, on: "monitors/plant-2/violations")
            try await stage.broker.stop()
            try await stage.broker.start()

            let second = try await stage.startEngine()
            let incident: String = try await eventual("the event has opened an incident") {
                try await stage.database.rows("SELECT id FROM incidents").first
            }
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.eventsCount == 1, "\(account)")
            #expect(try await stage.database.rows("SELECT count(*) FROM incidents") == ["1"])
        }
    }

    /// A reading found it: Mosquitto keeps 1,000 messages for a session unless it is told otherwise, and drops in silence
    /// what it has acknowledged beyond.
    @Test func `thousands of alarms that the broker has acknowledged while the engine is away all arrive`() async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            try await subscribeAndKill(on: stage)
            for number in 0..<3_000 {
                let event = EventSample.cloudEvent(of: "pump-1", id: "burst-\(number)")
                try await stage.witness.report(event, on: "monitors/plant-2/violations")
            }
            _ = try await stage.startEngine()
            try await eventually("all are durable", within: .seconds(60)) {
                try await stage.database.rows("SELECT count(*) FROM events") == ["3000"]
            }
        }
    }

    /// The broker keeps a session for an engine that is dead.
    private func subscribeAndKill(on stage: Stage) async throws {
        let file = stage.folder.path("cordon.yaml")
        let settings = try String(contentsOfFile: file, encoding: .utf8)
        let intake = "\nintake:\n  mqtt:\n    broker: [\"monitors/+/violations\"]\n"
        try (settings + intake).write(toFile: file, atomically: true, encoding: .utf8)
        let engine = try await stage.startEngine()
        try await eventually("the engine listens") { stage.broker.hasSession(of: "cordon-intake") }
        try await eventually("it has subscribed") {
            stage.broker.log.contains { $0.contains("cordon-intake 1 monitors/+/violations") }
        }
        try await engine.kill()
    }

    @Test func `events that come in while the engine shuts down are answered truthfully: none is lost`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let first = try await stage.startEngine()
            let ids = (0..<40).map { "shutdown-\($0)" }
            let accepted = await withTaskGroup(of: String?.self) { group in
                for (number, id) in ids.enumerated() {
                    group.addTask {
                        if number == 10 { first.terminate() }
                        let answer = try? await first.post(.cloudEvent(of: "pump-1", id: id))
                        return answer?.status == 202 ? id : nil
                    }
                }
                return await group.reduce(into: Set<String>()) { set, id in if let id { set.insert(id) } }
            }
            #expect(try await first.ended() == .exited(0))
            let kept = try await stage.database.rows("SELECT id FROM events WHERE source = '/monitors/plant-2'")
            #expect(accepted.isSubset(of: kept), "lost: \(accepted.subtracting(kept))")

            let second = try await stage.startEngine()
            for incident in try await stage.database.rows("SELECT id FROM incidents") {
                let account = try await stage.rest(of: incident, on: second)
                #expect(account.outcome == "contained", "\(account)")
            }
            #expect(stage.device("pump-1").commands.count <= 1)
        }
    }
}
