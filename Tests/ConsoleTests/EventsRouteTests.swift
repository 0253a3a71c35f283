import CEL
import Console
import Domain
import JSON
import Ports
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct EventsRouteTests {
    static let event = #"{"specversion":"1.0","id":"1","source":"s","type":"t","subject":"press-7"}"#
    static let cloudEvent = "application/cloudevents+json"

    @Test func `an event is accepted, with its incidents and whether it was known`() async throws {
        try await RunningConsole.run { console in
            let first = try await console.post("/v1/events", Self.cloudEvent, Self.event)
            #expect(first.status == 202)
            #expect(first.header("Content-Type") == "application/json")
            let text = #"{"events":[{"source":"s","id":"1","duplicate":false,"incidents":["inc_1"]}]}"#
            #expect(String(decoding: first.body, as: UTF8.self) == text)
            let second = try await console.post("/v1/events", Self.cloudEvent, Self.event)
            #expect(String(decoding: second.body, as: UTF8.self).contains(#""duplicate":true"#))
            #expect(console.inbox.contents.events.map(\.device.description) == ["press-7", "press-7"])
            #expect(console.inbox.contents.actors.first == Actor(name: "source:monitor", proof: "bearer-token"))
        }
    }

    @Test func `nothing is answered before the event is durable`() async throws {
        let (commits, commit) = AsyncStream.makeStream(of: Void.self)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (answers, answered) = AsyncStream.makeStream(of: String.self)
        let inbox = StubInbox {
            arrived.yield()
            for await _ in commits { break }
            answered.yield("durable")
        }
        try await RunningConsole.run(inbox: inbox) { console in
            let request = Task {
                _ = try await console.post("/v1/events", Self.cloudEvent, Self.event)
                answered.yield("answered")
            }
            for await _ in arrivals { break }
            commit.yield()
            try await request.value
            answered.finish()
        }
        #expect(await answers.reduce(into: []) { $0.append($1) } == ["durable", "answered"])
    }

    @Test func `a batch is answered event by event, and an empty one without asking the engine`() async throws {
        try await RunningConsole.run { console in
            let batch = "application/cloudevents-batch+json"
            let two = "[\(Self.event),\(Self.event.replacing(#""id":"1""#, with: #""id":"2""#))]"
            let answer = try await console.post("/v1/events", batch, two).json()
            guard case .list(let events)? = answer["events"] else { throw NotAsExpected() }
            #expect(events.count == 2)
            let empty = try await console.post("/v1/events", batch, "[]")
            #expect(empty.status == 202)
            #expect(console.inbox.contents.events.count == 2)
        }
    }

    @Test func `another event under a known id is a conflict, which says what differs`() async throws {
        try await RunningConsole.run { console in
            #expect(try await console.post("/v1/events", Self.cloudEvent, Self.event).status == 202)
            let other = Self.event.replacing("press-7", with: "press-8")
            let response = try await console.post("/v1/events", Self.cloudEvent, other)
            #expect(response.status == 409)
            #expect(response.header("Content-Type") == "application/problem+json")
            let problem = try response.json()
            #expect(problem["type"] == "urn:cordon:problem:another-event")
            let refusal = "another event came under this id before: device 'press-7' then, 'press-8' now"
            #expect(problem["detail"] == .string("event '1' of 's': \(refusal)"))
            #expect(problem["remedy"] != nil)
        }
    }

    @Test func `a batch with one says of each what became of it`() async throws {
        try await RunningConsole.run { console in
            #expect(try await console.post("/v1/events", Self.cloudEvent, Self.event).status == 202)
            let other = Self.event.replacing("press-7", with: "press-8")
            let new = Self.event.replacing(#""id":"1""#, with: #""id":"2""#)
            let response = try await console.post(
                "/v1/events",
                "application/cloudevents-batch+json",
                "[\(other),\(new)]"
            )
            #expect(response.status == 409)
            let problem = try response.json()
            guard case .list(let events)? = problem["events"], case .string(let detail)? = problem["detail"] else {
                throw NotAsExpected()
            }
            #expect(detail.hasSuffix("; 1 of 2 are taken in"))
            let text = events.map { JSONText.string($0) }
            #expect(text[0].contains(#""refused":"another event came under this id before"#))
            #expect(text[1] == #"{"source":"s","id":"2","duplicate":false,"incidents":["inc_1"]}"#)
        }
    }

    @Test func `what is malformed is told with its place, and written down`() async throws {
        try await RunningConsole.run { console in
            let response = try await console.post("/v1/events", Self.cloudEvent, "{\n \"id\": }")
            #expect(response.status == 400)
            #expect(response.header("Content-Type") == "application/problem+json")
            let problem = try response.json()
            #expect(problem["type"] == "urn:cordon:problem:malformed-json")
            #expect(problem["status"] == 400)
            #expect(problem["line"] == 2)
            #expect(problem["column"] == 8)
            for name in ["title", "detail", "remedy", "pointer"] { #expect(problem[name] != nil, "\(name)") }
            #expect(console.inbox.contents.refusals.count == 1)
            #expect(console.inbox.contents.events.isEmpty)
        }
    }

    @Test func `a wrong value is told with its pointer`() async throws {
        try await RunningConsole.run { console in
            let wrong = "[\(Self.event),{}]"
            let response = try await console.post("/v1/events", "application/cloudevents-batch+json", wrong)
            #expect(response.status == 400)
            #expect(try response.json()["pointer"] == "/1/specversion")
        }
    }

    @Test(arguments: ["text/plain", "text/html", "application/x-www-form-urlencoded", "multipart/form-data"])
    func `another content type is refused`(type: String) async throws {
        try await RunningConsole.run { console in
            let response = try await console.post("/v1/events", type, Self.event)
            #expect(response.status == 415)
            #expect(console.inbox.contents.events.isEmpty)
        }
    }

    @Test func `a request without a content type, or with an encoding, is refused`() async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.intakeToken
            let none = try await console.send("POST", "/v1/events", token: token, body: Self.event)
            #expect(none.status == 415)
            let fields = [HTTPField("Content-Type", Self.cloudEvent), HTTPField("Content-Encoding", "gzip")]
            let encoded = try await console.send("POST", "/v1/events", token: token, fields, body: "x")
            #expect(encoded.status == 415)
        }
    }

    static let refusals: [(refusal: IntakeRefusal, code: String, retryAfter: String)] = [
        (.full(capacity: 4_096, retryAfter: .milliseconds(1_200)), "full", "2"),
        (.busy(reason: "8192 effects are under way already", retryAfter: .seconds(1)), "busy", "1"),
        (.noRoom(retryAfter: .milliseconds(300)), "no-room", "1"), (.closing, "closing", "5"),
    ]

    @Test(arguments: refusals)
    func `an engine that takes nothing now says when to come again, and acknowledges nothing`(
        refusal: IntakeRefusal,
        code: String,
        retryAfter: String
    ) async throws {
        try await RunningConsole.run(inbox: StubInbox(refusing: refusal)) { console in
            for type in [Self.cloudEvent, "application/cloudevents-batch+json"] {
                let body = type == Self.cloudEvent ? Self.event : "[\(Self.event)]"
                let response = try await console.post("/v1/events", type, body)
                #expect(response.status == 503)
                #expect(response.header("Retry-After") == retryAfter)
                #expect(try response.json()["type"] == .string("urn:cordon:problem:\(code)"))
                #expect(try response.json()["events"] == nil)
            }
            #expect(console.inbox.contents.events.isEmpty)
        }
    }

    @Test func `a sender that brings more than its share is told when to come again, and the others are not`()
        async throws
    {
        var limits = Limits()
        limits.eventsPerSecondMax = 1
        limits.eventsBurst = .seconds(2)
        try await RunningConsole.run(limits: limits) { console in
            for _ in 0..<2 {
                #expect(try await console.post("/v1/events", Self.cloudEvent, Self.event).status == 202)
            }
            let response = try await console.post("/v1/events", Self.cloudEvent, Self.event)
            #expect(response.status == 429)
            #expect(response.header("Retry-After") == "1")
            #expect(try response.json()["type"] == "urn:cordon:problem:too-many")
            // What is no event costs as much: it is written down, too.
            #expect(try await console.post("/v1/events", Self.cloudEvent, "{").status == 429)
            let other = RunningConsole.adminToken
            #expect(try await console.post("/v1/events", Self.cloudEvent, Self.event, token: other).status == 202)
            let status = try await console.send("GET", "/v1/status", token: other)
            let text = String(decoding: status.body, as: UTF8.self)
            #expect(text.contains(#""senders":[{"name":"source:monitor","refused":2}]"#))
            #expect(console.inbox.contents.events.count == 3 && console.inbox.contents.refusals.isEmpty)
        }
    }

    @Test func `SNS is served with basic authentication, and its request to confirm is put before the operator`()
        async throws
    {
        try await RunningConsole.run { console in
            let link = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37"
            let body = JSONText.string([
                "Type": "SubscriptionConfirmation", "TopicArn": "arn:aws:sns:eu-west-1:1:T", "Message": "m",
                "SubscribeURL": .string(link),
            ])
            let fields = [
                HTTPField("Authorization", basic("anyone", RunningConsole.intakeToken)),
                HTTPField("Content-Type", "text/plain; charset=UTF-8"),
                HTTPField("x-amz-sns-message-type", "SubscriptionConfirmation"),
            ]
            let response = try await console.send("POST", "/v1/events", fields, body: body)
            #expect(response.status == 200)
            #expect(LinesLogHandler.lines.contains { $0.contains(link) })
            #expect(console.inbox.contents.refusals.count == 1)
            #expect(!console.inbox.contents.refusals[0].contains("2336412f37"))
            #expect(console.inbox.contents.actors == [Actor(name: "source:monitor", proof: "basic-password")])
        }
    }
}
