import CEL
import Domain

/// A violation of Device Defender, read.
struct Violation {
    private let id: String
    private let eventType: EventType
    private let time: Instant
    private let device: DeviceID
    private let behavior: String
    private let metric: String
    private let reading: Value
    private let data: Value

    private enum EventType: String, CaseIterable {
        case inAlarm = "in-alarm"
        case cleared = "alarm-cleared"
        case invalidated = "alarm-invalidated"

        var state: Event.State {
            switch self {
            case .inAlarm: .inAlarm
            case .cleared: .cleared
            case .invalidated: .invalidated
            }
        }
    }

    init(_ value: Value) throws(EventProblem) {
        let fields = try EventFields(value, what: "a violation")
        id = try fields.name("violationId")
        guard
            let type = try fields.parsed(
                "violationEventType",
                as: EventType.allCases.map(\.rawValue),
                EventType.init(rawValue:)
            )
        else { throw fields.missing("violationEventType", "'in-alarm', 'alarm-cleared' or 'alarm-invalidated'") }
        eventType = type
        time = try Self.time(fields)
        guard let device = try fields.device("thingName") else { throw fields.missing("thingName", "the thing's name") }
        self.device = device
        let behavior = try fields.object("behavior")
        self.behavior = try behavior.name("name")
        metric = try behavior.optionalText("metric") ?? ""
        reading = try Self.reading(fields)
        data = value
    }

    /// The id holds what happened and when: the clearing of an alarm comes under the alarm's `violationId`. The time is
    /// in milliseconds whatever it came in, so that SNS and the API give the same event the same id.
    func event(source: String) -> Event {
        Event(
            key: Event.Key(source: source, id: "\(id)/\(eventType.rawValue)/\(time.millisecondsSinceEpoch)"),
            type: "violation",
            time: time,
            device: device,
            state: eventType.state,
            name: behavior,
            metric: metric,
            value: reading,
            data: data
        )
    }

    /// What was measured: `{"count": 26}`, `{"cidrs": ["10.0.0.1/32"]}`. A violation of a machine-learning behaviour has
    /// none.
    private static func reading(_ fields: EventFields) throws(EventProblem) -> Value {
        guard fields["metricValue"] != nil else { return .null }
        let metricValue = try fields.object("metricValue")
        for name in ["count", "number"] {
            guard let value = metricValue[name] else { continue }
            guard value.isNumber else {
                throw .wrongType(
                    metricValue.pointer(to: name),
                    value,
                    expected: "a number",
                    remedy: "send it as AWS sent it"
                )
            }
            return value
        }
        for name in ["cidrs", "ports", "numbers", "strings"] {
            guard let value = metricValue[name] else { continue }
            guard case .list = value else {
                throw .wrongType(
                    metricValue.pointer(to: name),
                    value,
                    expected: "an array",
                    remedy: "send it as AWS sent it"
                )
            }
            return value
        }
        return .null
    }
}

extension Violation {
    /// 1973 in milliseconds, and the year 5138 in seconds: no violation is as old as the one, or as late as the other.
    private static let leastMilliseconds = 100_000_000_000.0

    private static func time(_ fields: EventFields) throws(EventProblem) -> Instant {
        let name = "violationEventTime"
        guard let value = fields[name] else { throw fields.missing(name, "milliseconds since 1970") }
        guard let number = value.number else {
            throw .wrongType(
                fields.pointer(to: name),
                value,
                expected: "a number",
                remedy: "send milliseconds since 1970, as SNS does, or seconds, as the API does"
            )
        }
        let milliseconds = (number < leastMilliseconds ? number * 1_000 : number).rounded()
        // The end of what an instant can hold, in the year 2262.
        guard milliseconds > 0, milliseconds < 9_223_372_036_854 else {
            throw EventProblem(
                .invalid,
                "'\(name)' is \(value)",
                pointer: fields.pointer(to: name),
                remedy: "send milliseconds since 1970, as SNS does, or seconds, as the API does"
            )
        }
        return Instant(millisecondsSinceEpoch: Int64(milliseconds))
    }
}

extension Value {
    fileprivate var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        case .double(let number): number
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional,
            .opaque:
            nil
        }
    }

    fileprivate var isNumber: Bool { number != nil }
}
