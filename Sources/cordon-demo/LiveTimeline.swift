import Foundation
import JSON
import Testbed
import Transport

/// Follows one incident while it happens: what the engine records, and what the world shows.
struct LiveTimeline {
    private let stage: Stage
    private let engine: CordonProcess
    private let culprit: SimulatedDevice
    private let incident: String
    /// The steps' ids, by their position.
    private let stepNames: [String]

    private var statesSeen: [Int: String] = [:]
    private var commandsSeen = 0
    private var answersSeen = 0
    private var disconnectionsSeen = 0
    private var endsSeen: Set<MQTTDisconnection.Cause> = []
    private var messagesSeen = 0
    private(set) var opened = Date.distantPast

    init(_ stage: Stage, _ engine: CordonProcess, _ culprit: SimulatedDevice, incident: String, stepNames: [String]) {
        self.stage = stage
        self.engine = engine
        self.culprit = culprit
        self.incident = incident
        self.stepNames = stepNames
    }

    /// Prints until the run is at rest.
    /// - Returns: the incident as the engine then tells it.
    mutating func follow() async throws -> JSONDocument {
        while true {
            let answer = try await engine.incident(incident)
            guard answer.status == 200, let document = answer.json else {
                throw TestbedFailure("read incident \(incident): \(answer.status) \(answer.text)")
            }
            opened = Self.time(document["opened"]) ?? opened
            for happening in (steps(document) + world()).sorted(by: { $0.time < $1.time }) {
                happening.say(since: opened)
            }
            let phase = document["phase"].string ?? ""
            if ["ended", "in-force", "waiting-for-person"].contains(phase),
                messagesSeen > 0 || phase == "waiting-for-person"
            {
                return document
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    private mutating func steps(_ document: JSONDocument) -> [Happening] {
        var happenings: [Happening] = []
        for step in document["steps"].items {
            guard let position = step["position"].int.map(Int.init), let state = step["state"].string,
                // What takes steps back is none of the story: it waits until somebody releases the device.
                stepNames.indices.contains(position),
                statesSeen.updateValue(state, forKey: position) != state, state != "ready"
            else { continue }
            let time = Self.time(step["closed"]) ?? Self.time(step["began"]) ?? .now
            let name = stepNames[position]
            let why = step["error"]["reason"].string.map { "  \($0)" } ?? ""
            happenings.append(
                Happening(time: time, place: .engine, text: "\(Screen.padded(name, 12)) \(Self.coloured(state))\(why)")
            )
        }
        return happenings
    }

    private mutating func world() -> [Happening] {
        var happenings: [Happening] = []
        for command in culprit.commands.dropFirst(commandsSeen) {
            commandsSeen += 1
            happenings.append(seen(command.received, "\(culprit.id) receives '\(command.name)'"))
        }
        for sighting in stage.witness.sightings(on: "fleet/\(culprit.id)/ack").dropFirst(answersSeen) {
            answersSeen += 1
            let answer = String(decoding: sighting.message.payload, as: UTF8.self)
            happenings.append(seen(sighting.seen, "\(culprit.id) answers \(Screen.styled(answer, .dim))"))
        }
        for end in culprit.disconnections.dropFirst(disconnectionsSeen) {
            disconnectionsSeen += 1
            // It comes back again and again; once is enough to tell.
            guard endsSeen.insert(end.reason.cause).inserted else { continue }
            let sentence = end.reason.sentence.split(separator: ". ").first ?? ""
            happenings.append(seen(end.noted, "\(culprit.id): \(sentence)"))
        }
        for message in stage.receiver.messages.dropFirst(messagesSeen) {
            messagesSeen += 1
            let text = message.json?["data"]["text"].string ?? "?"
            happenings.append(seen(message.received, "the webhook is told: \(text)"))
        }
        return happenings
    }

    private func seen(_ time: Date, _ text: String) -> Happening { Happening(time: time, place: .world, text: text) }

    private static func coloured(_ state: String) -> String {
        switch state {
        case "ok", "sent": Screen.styled(state, .green)
        case "intent", "retrying", "probing", "open": Screen.styled(state, .dim)
        default: Screen.styled(state, .red)
        }
    }

    /// RFC 3339 with as many digits as it takes.
    static func time(_ element: JSONElement) -> Date? { element.string.flatMap(Date.init(rfc3339:)) }
}
