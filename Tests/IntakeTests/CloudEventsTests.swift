import CEL
import Domain
import Intake
import JSON
import Testing

@Suite struct CloudEventsTests {
    static let full = """
        {
          "specversion": "1.0", "id": "A-1", "source": "/monitors/7", "type": "violation",
          "time": "2026-04-05T17:31:00.25+02:00", "subject": "press-7-camera", "site": "plant-7",
          "data": {
            "device": "press-7", "severity": "high", "state": "cleared", "name": "too-many-peers",
            "metric": "peers", "value": [1, "10.0.0.1"], "flow": 9007199254740993
          }
        }
        """

    @Test func `every field of an event is taken from a structured CloudEvent`() throws {
        let event = try onlyEvent(delivery(Self.full))
        #expect(event.key == Event.Key(source: "/monitors/7", id: "A-1"))
        #expect(event.type == "violation")
        #expect(event.time == Instant(millisecondsSinceEpoch: 1_775_403_060_250))
        #expect(event.device == DeviceID("press-7"))
        #expect(event.severity == .high)
        #expect(event.state == .cleared)
        #expect(event.name == "too-many-peers")
        #expect(event.metric == "peers")
        #expect(event.value == [1, "10.0.0.1"])
        #expect(try member("flow", of: event.data) == 9_007_199_254_740_993)
    }

    @Test func `a CloudEvent with the least that is needed has defaults for the rest`() throws {
        let event = try onlyEvent(
            delivery(#"{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"dev-1","time":null}"#)
        )
        #expect(
            event
                == Event(
                    key: .init(source: "s", id: "1"),
                    type: "t",
                    time: arrival,
                    device: try #require(DeviceID("dev-1"))
                )
        )
    }

    @Test(arguments: [
        "application/cloudevents+json", "Application/CloudEvents+JSON; Charset=\"UTF-8\"",
        "application/cloudevents+json;charset=utf-8", nil,
    ])
    func `a structured CloudEvent is known by its media type, else by its shape`(contentType: String?) throws {
        #expect(try onlyEvent(delivery(Self.full, contentType)).key.id == "A-1")
    }

    @Test(arguments: ["id", "source", "specversion", "type"])
    func `a required attribute is there, and not empty`(name: String) throws {
        let missing = try problem(delivery(try changing(Self.full, name, to: nil)))
        #expect(missing.kind == .missing)
        #expect(missing.pointer == "/\(name)")
        let empty = try problem(delivery(try changing(Self.full, name, to: "")))
        #expect(empty.kind == .invalid)
        #expect(empty.pointer == "/\(name)")
        let number = try problem(delivery(try changing(Self.full, name, to: 1)))
        #expect(number.kind == .wrongType)
        #expect(number.pointer == "/\(name)")
    }

    /// Controls, and noncharacters that Swift's literals do not hold: U+FFFE and U+FDD0.
    private static let bad =
        ["a\u{1B}[31mb", "a\nb", "a\u{0}b", "a\u{7F}b", "a\u{9B}b"]
        + [[0xEF, 0xBF, 0xBE], [0xEF, 0xB7, 0x90]].map { String(decoding: $0, as: UTF8.self) }

    @Test(arguments: ["id", "source", "type", "subject", "dataschema", "datacontenttype"])
    func `a control character is refused, and not repeated`(name: String) throws {
        for bad in Self.bad {
            let problem = try problem(delivery(try changing(Self.full, name, to: .string(bad))))
            #expect(problem.kind == .invalid)
            #expect(problem.pointer == "/\(name)")
            #expect(!problem.sentence.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    @Test(arguments: ["2018-04-05", "2018-04-05T03:56;24Z", "2018-04-05T03:56:24", "yesterday", "9999-01-01T00:00:00Z"])
    func `a time that is not RFC 3339, or that no instant can hold, is refused`(time: String) throws {
        let problem = try problem(delivery(try changing(Self.full, "time", to: .string(time))))
        #expect(problem.pointer == "/time")
        #expect(problem.kind == .invalid)
    }

    @Test(arguments: ["0.3", "1.1", "2.0", "1"])
    func `another version is refused`(version: String) throws {
        #expect(
            try problem(delivery(try changing(Self.full, "specversion", to: .string(version)))).pointer
                == "/specversion"
        )
    }

    @Test func `an attribute that is too long is refused`() throws {
        let long = Value.string(String(repeating: "x", count: 1_025))
        #expect(try problem(delivery(try changing(Self.full, "id", to: long))).kind == .invalid)
    }

    private static let wrong: [(String, Value, EventProblem.Kind)] = [
        ("device", 7, .wrongType), ("device", "a/b", .invalid), ("device", "", .invalid),
        ("severity", "warning", .invalid), ("severity", 3, .wrongType), ("state", "firing", .invalid),
        ("name", ["x"], .wrongType), ("metric", "a\nb", .invalid), ("value", ["a": 1], .wrongType),
        ("value", [["nested"]], .wrongType),
    ]

    @Test(arguments: wrong)
    func `what is wrong in the data is refused at its place`(name: String, value: Value, kind: EventProblem.Kind) throws
    {
        let data = Value.map([("device", .string("d")), (name, value)])
        let problem = try problem(delivery(try changing(Self.full, "data", to: data)))
        #expect(problem.kind == kind)
        #expect(problem.pointer == "/data/\(name)")
    }

    @Test func `an event that names no device is refused`() throws {
        let bare = #"{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"x":1}}"#
        #expect(try problem(delivery(bare)).pointer == "/data/device")
        let subject = #"{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"a b"}"#
        #expect(try problem(delivery(subject)).pointer == "/subject")
    }

    @Test func `data that is text or bytes is kept as it is`() throws {
        let text = try changing(Self.full, "data", to: "<much wow=\"xml\"/>")
        #expect(try onlyEvent(delivery(text)).data == "<much wow=\"xml\"/>")
        let bytes = try changing(try changing(Self.full, "data", to: nil), "data_base64", to: "eyAieHl6IjogMTIzIH0=")
        #expect(try onlyEvent(delivery(bytes)).data == .bytes(Array(#"{ "xyz": 123 }"#.utf8)))
    }

    @Test func `data_base64 is base64, and alone`() throws {
        #expect(try problem(delivery(try changing(Self.full, "data_base64", to: "AAAA"))).pointer == "/data_base64")
        let wrong = try changing(try changing(Self.full, "data", to: nil), "data_base64", to: "... base64 ...")
        #expect(try problem(delivery(wrong)).pointer == "/data_base64")
    }

    @Test(.enabled(if: Samples.areHere, "the samples are not here"))
    func `the specification's own examples are read as far as they are events of a device`() throws {
        func read(_ name: String, _ contentType: String) throws -> [Event] {
            let body = try Samples.bytes("events/cloudevents/\(name).json")
            return try events(Delivery(Arrival(body: body, contentType: contentType, arrived: arrival)))
        }
        let event = try #require(try read("spec-spec-01", "application/cloudevents+json").first)
        #expect(event.key == Event.Key(source: "https://github.com/cloudevents/spec/pull", id: "A234-1234-1234"))
        #expect(event.device == DeviceID("123"))
        #expect(event.data == "<much wow=\"xml\"/>")
        #expect(try read("spec-json-format-08", "application/cloudevents-batch+json").isEmpty)
        let bytes = try #require(throws: EventProblem.self) {
            try read("spec-json-format-07", "application/cloudevents-batch+json")
        }
        #expect(bytes.pointer == "/0/data_base64")
        let unnamed = try #require(throws: EventProblem.self) {
            try read("spec-json-format-06", "application/cloudevents+json")
        }
        #expect(unnamed.pointer == "/data/device")
    }

    @Test func `malformed JSON is refused with line and column`() throws {
        let problem = try problem(delivery("{\n  \"id\": 1,\n  \"id\": 2\n}"))
        #expect(problem.kind == .malformedJSON)
        #expect(problem.line == 3)
        #expect(problem.column == 3)
    }

    @Test func `a body above the limit is refused before it is looked at`() throws {
        var limits = Limits()
        limits.eventBytesMax = 64
        #expect(try problem(delivery(Self.full, limits: limits)).kind == .tooLarge)
    }
}
