import CEL
import Domain
import Intake
import JSON
import Testing

@Suite struct DeviceDefenderTests {
    static let violation = """
        {"violationEventTime":1582745400000,"thingName":"myIoTDevice","behavior":{"name":"messageSize",
        "metric":"aws:message-byte-size"},"violationEventType":"in-alarm","metricValue":{"count":26},
        "violationId":"123456789","securityProfileName":"LargeMessageSize"}
        """
    private static let json = "application/json"

    @Test(.enabled(if: Samples.areHere, "the samples are not here"))
    func `today's form is read`() throws {
        let body = try Samples.bytes("events/aws-dd-notifications/slack-integration-violation.json")
        let event = try onlyEvent(Delivery(Arrival(body: body, contentType: Self.json, arrived: arrival)))
        #expect(event.key == Event.Key(source: "aws:device-defender", id: "123456789/in-alarm/1582745400000"))
        #expect(event.type == "violation")
        #expect(event.time == Instant(millisecondsSinceEpoch: 1_582_745_400_000))
        #expect(event.device == DeviceID("myIoTDevice"))
        #expect(event.severity == .unknown)
        #expect(event.state == .inAlarm)
        #expect(event.name == "messageSize")
        #expect(event.metric == "aws:message-byte-size")
        #expect(event.value == 26)
        #expect(event.data == (try JSONText.parse(body)))
    }

    @Test(.enabled(if: Samples.areHere, "the samples are not here"))
    func `the form of 2018 is read, and a cleared alarm has an id of its own`() throws {
        let body = try Samples.bytes("events/aws-dd-notifications/workshop-violation-email-1.json")
        let event = try onlyEvent(Delivery(Arrival(body: body, contentType: Self.json, arrived: arrival)))
        #expect(event.key.id == "76ef8d1dc35ed4eb802ff44568f91097/alarm-cleared/1542682416515")
        #expect(event.state == .cleared)
        #expect(event.value == 29)
    }

    @Test(
        .enabled(if: Samples.areHere, "the samples are not here"),
        arguments: ["cli-list-violation-events-1.json", "docs-dd-detect-ml-getting-started-04.json"]
    )
    func `every record of the API's answers is read, its seconds with a fraction included`(file: String) throws {
        let answer = try JSONText.parse(try Samples.bytes("events/aws-dd-api-answers/\(file)"))
        guard case .list(let records) = try member("violationEvents", of: answer) else {
            Issue.record("no records")
            return
        }
        #expect(!records.isEmpty)
        for record in records {
            let event = try onlyEvent(delivery(JSONText.string(record), Self.json))
            #expect(event.time > Instant(millisecondsSinceEpoch: 1_560_000_000_000))
            #expect(event.time < Instant(millisecondsSinceEpoch: 1_610_000_000_000))
        }
    }

    @Test(arguments: [
        (Value.int(1_600_780_245_290), Int64(1_600_780_245_290)), (.double(1_600_780_245.29), 1_600_780_245_290),
        (.int(1_560_279_000), 1_560_279_000_000), (.double(1_600_780_245_290), 1_600_780_245_290),
    ])
    func `the time is in milliseconds or seconds, by its magnitude`(time: Value, milliseconds: Int64) throws {
        let event = try onlyEvent(delivery(try changing(Self.violation, "violationEventTime", to: time), Self.json))
        #expect(event.time == Instant(millisecondsSinceEpoch: milliseconds))
        #expect(event.key.id == "123456789/in-alarm/\(milliseconds)")
    }

    private static let measured: [(String, Value)] = [
        (#"{"number":26.5}"#, 26.5), (#"{"cidrs":["10.0.0.1/32"]}"#, ["10.0.0.1/32"]),
        (#"{"ports":[22,23]}"#, [22, 23]),
        (#"{"numbers":[1.5]}"#, [1.5]), (#"{"strings":["a"]}"#, ["a"]), (#"{"unheard-of":1}"#, nil), ("null", nil),
    ]

    @Test(arguments: measured)
    func `what was measured is the single value of metricValue`(metricValue: String, expected: Value) throws {
        let body = try changing(Self.violation, "metricValue", to: try JSONText.parse(metricValue))
        #expect(try onlyEvent(delivery(body, Self.json)).value == expected)
    }

    @Test func `a behaviour of machine learning measures nothing`() throws {
        #expect(try onlyEvent(delivery(try changing(Self.violation, "metricValue", to: nil), Self.json)).value == .null)
    }

    private static let wrong: [(String, Value?, String)] = [
        ("thingName", "a thing", "/thingName"), ("thingName", .none, "/thingName"),
        ("violationEventType", "in_alarm", "/violationEventType"), ("violationEventTime", "now", "/violationEventTime"),
        ("violationEventTime", -1, "/violationEventTime"), ("violationEventTime", 1e300, "/violationEventTime"),
        ("behavior", .none, "/behavior"), ("behavior", ["metric": "m"], "/behavior/name"),
        ("metricValue", ["count": "26"], "/metricValue/count"), ("metricValue", ["ports": 22], "/metricValue/ports"),
        ("violationId", "a\u{7}b", "/violationId"),
    ]

    @Test(arguments: wrong)
    func `what is wrong in a violation is refused at its place`(name: String, value: Value?, pointer: String) throws {
        #expect(try problem(delivery(try changing(Self.violation, name, to: value), Self.json)).pointer == pointer)
    }

    @Test(.enabled(if: Samples.areHere, "the samples are not here"))
    func `an audit notification is no event`() throws {
        let body = try Samples.bytes("events/aws-dd-notifications/audit-notification-template.json")
        let problem = try problem(Delivery(Arrival(body: body, contentType: Self.json, arrived: arrival)))
        #expect(problem.kind == .notAnEvent)
    }
}
