import Console
import Domain
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct BodyTests {
    private func head(_ fields: String..., token: String = RunningConsole.intakeToken) -> String {
        let authorization = token.isEmpty ? [] : ["Authorization: Bearer \(token)"]
        let lines = ["POST /v1/events HTTP/1.1", "Host: x", "Content-Type: application/cloudevents+json"]
        return (lines + authorization + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test func `a body as large as may be is taken, and one byte more is not`() async throws {
        var limits = Limits()
        limits.eventBytesMax = EventsRouteTests.event.utf8.count + 100
        let largest = EventsRouteTests.event + String(repeating: " ", count: 100)
        try await RunningConsole.run(limits: limits) { console in
            let taken = try await console.post("/v1/events", EventsRouteTests.cloudEvent, largest)
            #expect(taken.status == 202)
            let refused = try await console.post("/v1/events", EventsRouteTests.cloudEvent, largest + " ")
            #expect(refused.status == 413)
            #expect(console.inbox.contents.events.count == 1)
        }
    }

    @Test func `a body without end is refused while it is being sent`() async throws {
        try await RunningConsole.run { console in
            let answer = await RawConnection(port: console.port).flood(head("Transfer-Encoding: chunked"))
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.lowercased().contains("connection: close"))
        }
    }

    @Test func `a body that comes in chunks is held to the same limit`() async throws {
        var limits = Limits()
        limits.eventBytesMax = EventsRouteTests.event.utf8.count
        let size = String(EventsRouteTests.event.utf8.count + 1, radix: 16)
        let chunked = head("Transfer-Encoding: chunked", "Connection: close")
        try await RunningConsole.run(limits: limits) { console in
            let text = "\(chunked)\(size)\r\n\(EventsRouteTests.event) \r\n0\r\n\r\n"
            let answer = await RawConnection(port: console.port).exchange(text)
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            // It was given up while it was read, so no format has seen it.
            #expect(console.inbox.contents.refusals.isEmpty)
        }
    }

    @Test func `a length that is too large is refused before the body comes, and the connection ends`() async throws {
        try await RunningConsole.run { console in
            let answer = await RawConnection(port: console.port).exchange(head("Content-Length: 10737418240"))
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test(arguments: ["", "cordon_wrong"])
    func `who may not send is told so before the body comes, and the connection ends`(token: String) async throws {
        try await RunningConsole.run { console in
            let answer = await RawConnection(port: console.port).exchange(head("Content-Length: 1000", token: token))
            #expect(answer.hasPrefix("HTTP/1.1 401 "))
        }
    }

    @Test func `a body that comes in a trickle is given up when its time is over`() async throws {
        // The watch would close it otherwise, if it were there first.
        try await RunningConsole.run(surroundings: HastySurroundings(wakes: false)) { console in
            let answer = await RawConnection(port: console.port).flood(head("Transfer-Encoding: chunked"))
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
            #expect(console.inbox.contents.events.isEmpty)
        }
    }

    @Test(arguments: ["", "{"])
    func `a connection on which no more of a body comes is closed when its time is over`(begun: String) async throws {
        var configuration = ConsoleConfiguration(port: 0)
        // The server's own timer would do it otherwise, and this test could not fail.
        configuration.idleTimeout = .seconds(600)
        try await RunningConsole.run(configuration: configuration, surroundings: HastySurroundings()) { console in
            // Returns when the other end closes.
            _ = await RawConnection(port: console.port).exchange(head("Content-Length: 1000") + begun)
            #expect(console.inbox.contents.events.isEmpty)
        }
    }

    @Test func `a silent connection is closed, whether or not a body is missing`() async throws {
        var configuration = ConsoleConfiguration(port: 0)
        configuration.idleTimeout = .milliseconds(20)
        try await RunningConsole.run(configuration: configuration) { console in
            _ = await RawConnection(port: console.port).exchange(head("Content-Length: 1000"))
            _ = await RawConnection(port: console.port).exchange("")
        }
    }

    @Test func `headers beyond the limit are refused`() async throws {
        try await RunningConsole.run { console in
            let long = String(repeating: "x", count: 20_000)
            let answer = await RawConnection(port: console.port).exchange(head("X-Long: \(long)"))
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
            #expect(console.inbox.contents.events.isEmpty)
        }
    }
}
