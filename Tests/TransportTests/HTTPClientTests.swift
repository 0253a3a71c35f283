import Glibc
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct HTTPClientTests {
    @Test func `twenty requests share one connection`() async throws {
        let server = HTTPTestServer { HTTPTestServer.ok("answer \($0.number)") }
        defer { server.stop() }
        let client = HTTPClient()
        for number in 1...20 {
            let response = try await client.send(
                HTTPRequest(method: "POST", url: server.url, body: Array("order \(number)".utf8))
            )
            #expect(response.status == 200)
            #expect(response.body == Array("answer \(number)".utf8))
            #expect(response.header("x-test") == "yes")
        }
        #expect(server.connectionCount == 1)
    }

    @Test func `a request is sent as it was written`() async throws {
        let server = HTTPTestServer { _ in HTTPTestServer.ok("") }
        defer { server.stop() }
        var request = HTTPRequest(method: "PUT", url: server.url + "a/../b?c=%2F", body: Array("{}".utf8))
        request.headers = [HTTPField("Content-Type", "application/json"), HTTPField("X-Empty", "")]
        _ = try await HTTPClient().send(request)
        var arrivals = server.arrivals.makeAsyncIterator()
        let arrived = try #require(await arrivals.next())
        #expect(arrived.head.hasPrefix("PUT /a/../b?c=%2F HTTP/1.1\r\n"))
        #expect(arrived.head.contains("Content-Type: application/json"))
        #expect(arrived.head.contains("X-Empty:"))
        #expect(!arrived.head.lowercased().contains("expect"))
        #expect(arrived.body == Array("{}".utf8))
    }

    @Test(arguments: ["GET", "HEAD", "DELETE", "POST", "PATCH"])
    func `every method works without a body`(_ method: String) async throws {
        let server = HTTPTestServer { _ in .bytes("HTTP/1.1 204 No Content\r\n\r\n") }
        defer { server.stop() }
        let client = HTTPClient()
        let response = try await client.send(HTTPRequest(method: method, url: server.url))
        #expect(response.status == 204)
        var arrivals = server.arrivals.makeAsyncIterator()
        let arrived = try #require(await arrivals.next())
        #expect(arrived.head.hasPrefix("\(method) / HTTP/1.1"))
        #expect(!arrived.head.lowercased().contains("content-type"))
    }

    @Test func `a redirect is an answer and is not followed`() async throws {
        let server = HTTPTestServer { _ in .bytes("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let response = try await HTTPClient().send(HTTPRequest(url: server.url))
        #expect(response.status == 302)
        #expect(response.header("location") == "/next")
        #expect(server.requestCount == 1)
    }

    @Test func `a pinned address stands in for the resolver`() async throws {
        let server = HTTPTestServer { _ in HTTPTestServer.ok("pinned") }
        defer { server.stop() }
        let request = HTTPRequest(
            url: "http://registry.example:\(server.port)/",
            resolvePins: ["registry.example:\(server.port):127.0.0.1"]
        )
        #expect(try await HTTPClient().send(request).body == Array("pinned".utf8))
    }

    @Test func `a proxy of the environment is not used`() async throws {
        let server = HTTPTestServer { _ in HTTPTestServer.ok("direct") }
        defer { server.stop() }
        setenv("http_proxy", "http://127.0.0.1:\(LoopbackSocket.freePort())", 1)
        defer { unsetenv("http_proxy") }
        #expect(try await HTTPClient().send(HTTPRequest(url: server.url)).status == 200)
    }

    @Test func `many requests at once all come back`() async throws {
        let server = HTTPTestServer { HTTPTestServer.ok(String(decoding: $0.body, as: UTF8.self)) }
        defer { server.stop() }
        let client = HTTPClient()
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                let body = Array("\(number)".utf8)
                group.addTask {
                    try await client.send(HTTPRequest(method: "POST", url: server.url, body: body)).body == body
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 200)
        #expect(server.connectionCount <= HTTPLimits().connectionsPerHostMax)
    }
}
