import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct HTTPFailureTests {
    @Test func `a refused connection is certainly without effect`() async throws {
        let request = HTTPRequest(method: "POST", url: "http://127.0.0.1:\(LoopbackSocket.freePort())/", body: [1])
        let failure = await failureWhenSending(request)
        #expect(failure?.cause == .connect)
        #expect(failure?.isCertainlyWithoutEffect == true)
    }

    @Test func `no answer in time after sending is an unknown outcome`() async throws {
        let server = HTTPTestServer { _ in .silence }
        defer { server.stop() }
        let request = HTTPRequest(method: "POST", url: server.url, body: [1], timeout: .milliseconds(300))
        let failure = await failureWhenSending(request)
        #expect(failure?.cause == .timeout)
        #expect(failure?.isCertainlyWithoutEffect == false)
    }

    @Test func `a connection closed without an answer is an unknown outcome`() async throws {
        let server = HTTPTestServer { _ in .close }
        defer { server.stop() }
        let failure = await failureWhenSending(HTTPRequest(method: "POST", url: server.url, body: [1]))
        #expect(failure?.isCertainlyWithoutEffect == false)
        #expect([.emptyReply, .connectionLost].contains(failure?.cause))
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"], [[UInt8](), [1]])
    func `a request that does something is not repeated when a kept connection dies`(
        _ method: String,
        _ body: [UInt8]
    ) async throws {
        let server = HTTPTestServer { $0.number == 1 ? HTTPTestServer.ok("") : .close }
        defer { server.stop() }
        let client = HTTPClient()
        _ = try await client.send(HTTPRequest(method: "POST", url: server.url, body: [0]))
        let failure = await failureWhenSending(HTTPRequest(method: method, url: server.url, body: body), client)
        #expect(failure?.isCertainlyWithoutEffect == false)
        #expect(server.requestCount == 2)
    }

    @Test func `an answer cut short is an unknown outcome`() async throws {
        let server = HTTPTestServer { request in
            request.number == 1 ? .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") : .close
        }
        let task = Task { await failureWhenSending(HTTPRequest(method: "PUT", url: server.url, body: [1])) }
        var arrivals = server.arrivals.makeAsyncIterator()
        _ = await arrivals.next()
        server.stop()
        #expect(await task.value?.isCertainlyWithoutEffect == false)
    }

    @Test func `an answer that is too long is cut off and its status told`() async throws {
        let server = HTTPTestServer { _ in HTTPTestServer.ok(String(repeating: "x", count: 100_000)) }
        defer { server.stop() }
        let failure = await failureWhenSending(HTTPRequest(url: server.url, responseBytesMax: 99_999))
        #expect(failure?.cause == .responseTooLarge(status: 200))
        let response = try await HTTPClient().send(HTTPRequest(url: server.url, responseBytesMax: 100_000))
        #expect(response.body.count == 100_000)
    }

    @Test func `headers without end are cut off`() async throws {
        let line = "X-Fill: \(String(repeating: "x", count: 1_000))\r\n"
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + String(repeating: line, count: 100) + "\r\n"
        let server = HTTPTestServer { _ in .bytes(head) }
        defer { server.stop() }
        #expect(await failureWhenSending(HTTPRequest(url: server.url))?.cause == .responseTooLarge(status: 200))
    }

    @Test func `cancelling a task aborts its transfer`() async throws {
        let server = HTTPTestServer { _ in .silence }
        defer { server.stop() }
        let task = Task { await failureWhenSending(HTTPRequest(method: "POST", url: server.url, body: [1])) }
        var arrivals = server.arrivals.makeAsyncIterator()
        _ = await arrivals.next()
        task.cancel()
        let failure = await task.value
        #expect(failure?.cause == .cancelled)
        #expect(failure?.isCertainlyWithoutEffect == false)
    }

    @Test func `a client that was shut down sends nothing more`() async throws {
        let server = HTTPTestServer { _ in .silence }
        defer { server.stop() }
        let client = HTTPClient()
        let task = Task { await failureWhenSending(HTTPRequest(url: server.url), client) }
        var arrivals = server.arrivals.makeAsyncIterator()
        _ = await arrivals.next()
        client.shutdown()
        #expect(await task.value?.cause == .shutDown)
        #expect(await failureWhenSending(HTTPRequest(url: server.url), client)?.cause == .shutDown)
    }

    @Test func `a full client refuses`() async throws {
        let server = HTTPTestServer { _ in .silence }
        defer { server.stop() }
        var limits = HTTPLimits()
        limits.requestsMax = 1
        let client = HTTPClient(limits: limits)
        let task = Task { await failureWhenSending(HTTPRequest(url: server.url), client) }
        var arrivals = server.arrivals.makeAsyncIterator()
        _ = await arrivals.next()
        let failure = await failureWhenSending(HTTPRequest(url: server.url), client)
        #expect(failure?.cause == .overloaded)
        #expect(failure?.isCertainlyWithoutEffect == true)
        task.cancel()
        _ = await task.value
    }

    @Test(arguments: [
        "", "not a url", "ftp://127.0.0.1/", "file:///etc/passwd", "http://user:secret@127.0.0.1/",
        "http://127.0.0.1/\r\nX: y", "http:///path", "http://127.0.0.1/\0",
    ])
    func `a URL that cannot be meant is refused`(_ url: String) async throws {
        guard case .invalidRequest(let sentence) = await failureWhenSending(HTTPRequest(url: url)) else {
            Issue.record("it was not refused")
            return
        }
        #expect(!sentence.contains("secret"))
    }

    @Test func `a header or method that would become two lines is refused`() async throws {
        let split = HTTPRequest(url: "http://127.0.0.1:1/", headers: [HTTPField("X", "a\r\nY: b")])
        let named = HTTPRequest(url: "http://127.0.0.1:1/", headers: [HTTPField("X: y\r\nZ", "a")])
        let method = HTTPRequest(method: "GET / HTTP/1.1\r\nX: y", url: "http://127.0.0.1:1/")
        for request in [split, named, method] {
            guard case .invalidRequest = await failureWhenSending(request) else {
                Issue.record("it was not refused")
                return
            }
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func `a timeout that is none is refused, not taken for for ever`(_ timeout: Duration) async throws {
        let request = HTTPRequest(url: "http://127.0.0.1:1/", timeout: timeout)
        guard case .invalidRequest = await failureWhenSending(request) else {
            Issue.record("it was not refused")
            return
        }
    }

    @Test func `a sentence names the origin and neither path nor query`() async throws {
        let request = HTTPRequest(
            url: "http://127.0.0.1:\(LoopbackSocket.freePort())/services/T0KEN?key=S3CRET",
            headers: [HTTPField("Authorization", "Bearer S3CRET")],
            body: Array("S3CRET".utf8)
        )
        let failure = try #require(await failureWhenSending(request))
        #expect(failure.sentence.contains("http://127.0.0.1:"))
        #expect(failure.sentence.contains("Nothing was sent"))
        for text in [failure.sentence, "\(request)", String(reflecting: request), "\(request.headers)"] {
            #expect(!text.contains("S3CRET") && !text.contains("T0KEN"))
        }
        var dumped = ""
        dump(request, to: &dumped)
        #expect(!dumped.contains("S3CRET"))
    }

    private func failureWhenSending(_ request: HTTPRequest, _ client: HTTPClient = HTTPClient()) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }
}
