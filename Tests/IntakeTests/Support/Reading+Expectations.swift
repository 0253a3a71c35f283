import CEL
import Domain
import Intake
import JSON
import Testing

/// When every delivery of these tests arrives.
let arrival = Instant(millisecondsSinceEpoch: 1_790_000_000_000)

func delivery(
    _ body: String,
    _ contentType: String? = "application/cloudevents+json",
    _ fields: [(name: String, value: String)] = [],
    limits: Limits = Limits()
) -> Delivery {
    let fields = fields.map { Arrival.Field($0.name, $0.value) }
    return Delivery(
        Arrival(body: Array(body.utf8), contentType: contentType, fields: fields, arrived: arrival),
        limits: limits
    )
}

func events(_ delivery: Delivery, _ location: SourceLocation = #_sourceLocation) throws -> [Event] {
    guard case .events(let events) = try EventReader().read(delivery) else {
        Issue.record("a notice", sourceLocation: location)
        return []
    }
    return events
}

func onlyEvent(_ delivery: Delivery, _ location: SourceLocation = #_sourceLocation) throws -> Event {
    let events = try events(delivery, location)
    try #require(events.count == 1, sourceLocation: location)
    return events[0]
}

func problem(_ delivery: Delivery, _ location: SourceLocation = #_sourceLocation) throws -> EventProblem {
    try #require(throws: EventProblem.self, sourceLocation: location) { try EventReader().read(delivery) }
}

/// JSON text with one member replaced, added or, by `nil`, taken out.
func changing(_ text: String, _ name: String, to value: Value?) throws -> String {
    guard case .map(let map) = try JSONText.parse(text) else { return text }
    var members = map.entries.compactMap { entry -> (String, Value)? in
        guard case .string(let key) = entry.key, key != name else { return nil }
        return (key, entry.value)
    }
    if let value { members.append((name, value)) }
    return JSONText.string(.map(members))
}

func notice(_ delivery: Delivery, _ location: SourceLocation = #_sourceLocation) throws -> IntakeNotice {
    let reading = try EventReader().read(delivery)
    guard case .notice(let notice) = reading else {
        return try #require(nil, "no notice: \(reading)", sourceLocation: location)
    }
    return notice
}

/// The member of a JSON object.
func member(_ name: String, of value: Value, _ location: SourceLocation = #_sourceLocation) throws -> Value {
    guard case .map(let map) = value else {
        return try #require(nil, "no object: \(value)", sourceLocation: location)
    }
    return try #require(map[name], sourceLocation: location)
}
