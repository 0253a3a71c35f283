import CEL
import Domain
import Intake
import Testing

@Suite struct CloudEventsBinaryTests {
    private static let headers = [
        (name: "Ce-SpecVersion", value: "1.0"), (name: "CE-ID", value: "1234-1234-1234"),
        (name: "ce-source", value: "/mycontext/subcontext"), (name: "ce-type", value: "com.example.someevent"),
        (name: "ce-time", value: "2018-04-05T03:56:24Z"), (name: "ce-subject", value: "dev-1"),
    ]

    private func with(_ name: String, _ value: String) -> [(name: String, value: String)] {
        Self.headers.filter { $0.name != name } + [(name, value)]
    }

    @Test(arguments: ["application/json", "application/json; charset=utf-8", "text/json", "application/vnd.x+json"])
    func `the attributes are headers and the data is the body`(contentType: String) throws {
        let event = try onlyEvent(delivery(#"{"device":"dev-2"}"#, contentType, Self.headers))
        #expect(event.key == Event.Key(source: "/mycontext/subcontext", id: "1234-1234-1234"))
        #expect(event.time == Instant(millisecondsSinceEpoch: 1_522_900_584_000))
        #expect(event.device == DeviceID("dev-2"))
    }

    @Test func `data that is not JSON is kept as text or bytes`() throws {
        #expect(try onlyEvent(delivery("<a/>", "text/xml", Self.headers)).data == "<a/>")
        #expect(try onlyEvent(delivery("\u{1}", "application/octet-stream", Self.headers)).data == .bytes([1]))
        #expect(try onlyEvent(delivery("", "application/json", Self.headers)).data == .null)
    }

    @Test(arguments: [
        ("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"), ("%e2%82%ac", "€"), ("\"a \\\"b\\\" c\"", "a \"b\" c"),
        ("%2525", "%25"), ("100%", "100%"), ("a%4", "a%4"),
    ])
    func `a header is unquoted and percent-decoded once`(value: String, expected: String) throws {
        let event = try onlyEvent(delivery("{}", "application/json", with("ce-source", value)))
        #expect(event.key.source == expected)
    }

    @Test(arguments: ["%C0%A0", "%FF", "a%0Ab"])
    func `a header that is not UTF-8 or holds a control character is refused`(value: String) throws {
        let problem = try problem(delivery("{}", "application/json", with("ce-source", value)))
        #expect(problem.kind == .invalid)
        #expect(problem.pointer == nil)
    }

    @Test func `a missing attribute is told as a header, and wrong data by its place`() throws {
        let headers = Self.headers.filter { $0.name != "ce-type" }
        let missing = try problem(delivery("{}", "application/json", headers))
        #expect(missing.kind == .missing)
        #expect(missing.pointer == nil)
        #expect(missing.detail.contains("'type'"))
        #expect(try problem(delivery(#"{"device":1}"#, "application/json", Self.headers)).pointer == "/device")
    }

    @Test func `the content type of the data comes once`() throws {
        let headers = Self.headers + [(name: "ce-datacontenttype", value: "application/json")]
        #expect(try problem(delivery("{}", "application/json", headers)).kind == .invalid)
    }
}
