import Domain
import Intake
import Testing

@Suite struct EventReaderTests {
    @Test func `every format has a name of its own and a summary of one line`() {
        let names = BuiltInIntake.all.map { $0.name }
        #expect(Set(names).count == names.count)
        for format in BuiltInIntake.all {
            #expect(!format.name.isEmpty && !format.summary.isEmpty)
            #expect(!format.summary.contains("\n"))
        }
    }

    @Test(arguments: [
        "text/html", "application/xml", "application/cloudevents+avro", "application/cloudevents-batch+avro",
        "text/plain",
        "application/octet-stream", "", ";", "application/x-www-form-urlencoded",
    ])
    func `a content type of nothing that is known is refused, and those that are known are named`(type: String) throws {
        let problem = try problem(delivery(CloudEventsTests.full, type))
        #expect(problem.kind == .unsupportedContentType)
        #expect(problem.remedy.contains("application/cloudevents+json"))
    }

    @Test func `another charset than UTF-8 is refused`() throws {
        let type = "application/cloudevents+json; charset=utf-16"
        #expect(try problem(delivery(CloudEventsTests.full, type)).kind == .unsupportedContentType)
    }

    @Test func `a CloudEvent that is sent as plain JSON is refused with the header that it needs`() throws {
        let problem = try problem(delivery(CloudEventsTests.full, "application/json"))
        #expect(problem.kind == .notAnEvent)
        #expect(problem.remedy.contains("application/cloudevents+json"))
    }

    @Test(arguments: ["{}", "[]", "1", "null", "\"x\"", "[1]", #"{"Records":[]}"#])
    func `JSON that is no event is refused`(body: String) throws {
        #expect(try problem(delivery(body, "application/json")).kind == .notAnEvent)
        #expect(try problem(delivery(body, nil)).kind == .notAnEvent)
    }

    @Test(arguments: ["", "not json", "{", "\u{FEFF}{}"])
    func `what is not JSON is refused with its place`(body: String) throws {
        let problem = try problem(delivery(body, nil))
        #expect(problem.kind == .malformedJSON)
        #expect(problem.line == 1)
        #expect(problem.column != nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() throws {
        let broken = Arrival(
            body: [0x7B, 0xFF, 0x7D],
            contentType: "application/cloudevents+json",
            arrived: arrival
        )
        let delivery = Delivery(broken)
        #expect(try problem(delivery).kind == .malformedJSON)
    }
}
