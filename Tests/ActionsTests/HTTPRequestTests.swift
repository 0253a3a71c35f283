import Actions
import CEL
import Domain
import Ports
import Response
import Testing
import Transport

@Suite struct HTTPRequestTests {
    private static func step(_ parameters: String) -> String {
        "- {id: ask, action: http.request, timeout: 5s, with: {connection: firewall, \(parameters)}}"
    }

    private func answered(
        _ answer: String,
        _ parameters: String = "method: POST, path: /block, body: {a: 1}"
    ) async throws -> (AttemptResult, TinyServer) {
        let server = TinyServer(answer)
        defer { server.stop() }
        return (try await result(url: "http://127.0.0.1:\(server.port)/api/", parameters), server)
    }

    private func result(url: String, _ parameters: String) async throws -> AttemptResult {
        guard let intent = try Rehearsal.intent(Self.step(parameters)) else { throw Rehearsal.Nothing(error: nil) }
        let client = HTTPClient()
        defer { client.shutdown() }
        let connection = HTTPConnection(
            name: "firewall",
            url: url,
            authorization: Secret("Bearer canary"),
            tls: TLSFiles(),
            allowsPrivateAddresses: true,
            client: client
        )
        let action = HTTPRequestAction(Connections(apis: ["firewall": connection]), FixedSurroundings())
        do throws(ActionFailure) {
            return .success(try await action.perform(RecordedIntent(intent)))
        } catch {
            return .failure(error)
        }
    }

    private static func answer(_ status: String, _ body: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func `a request is its method, its path below the URL, its headers and its content`() async throws {
        let parameters = #"method: PUT, path: "/x?y=1", headers: {X-Reason: a}, body: {a: "${{ event.name }}"}"#
        let (_, server) = try await answered(Self.answer("204 No Content"), parameters)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("PUT /api/x?y=1 HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("\r\nx-reason: a\r\n"))
        #expect(request.lowercased().contains("\r\ncontent-type: application/json\r\n"))
        #expect(request.contains("\r\nauthorization: Bearer canary\r\n"))
        #expect(request.hasSuffix(#"{"a":"too loud"}"#))
    }

    @Test(arguments: [(#"{"id": "t-1"}"#, ["id": "t-1"] as Value), ("plain", "plain"), ("", "")])
    func `its answer is kept: JSON as what it is`(_ body: String, _ expected: Value) async throws {
        let completion = try await answered(Self.answer("200 OK", body)).0.get()
        #expect(completion.output == ["status": 200, "body": expected])
    }

    @Test(arguments: ["400 Bad Request", "404 Not Found", "304 Not Modified", "307 Temporary Redirect"])
    func `its refusal is final`(_ status: String) async throws {
        guard case .failure(.permanent) = try await answered(Self.answer(status)).0 else {
            Issue.record("it is not final")
            return
        }
    }

    /// A reading found it: it is how many answer what they have done, and a person would have had it done once more.
    @Test(arguments: ["302 Found", "303 See Other"]) func `where it sends us on after a POST nobody knows`(
        _ status: String
    ) async throws {
        guard case .failure(.unknownOutcome) = try await answered(Self.answer(status)).0 else {
            Issue.record("it is certain")
            return
        }
    }

    @Test(arguments: ["POST", "DELETE"]) func `after its own failure nobody knows`(_ method: String) async throws {
        let (result, _) = try await answered(Self.answer("500 Oops"), "method: \(method), path: /x")
        guard case .failure(.unknownOutcome) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test(arguments: ["500 Oops", ""]) func `what only reads may be tried again`(_ status: String) async throws {
        let (result, _) = try await answered(status.isEmpty ? "" : Self.answer(status), "method: GET, path: /x")
        guard case .failure(.transient) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test(arguments: [
        ("a/../../b", "a%2F..%2F..%2Fb"), ("?x=1&y#z", "%3Fx%3D1%26y%23z"), ("%2e%2e", "%252e%252e"),
        ("h\r\nX: 1", "h%0D%0AX%3A%201"), ("\u{E9}~_.-", "%C3%A9~_.-"),
    ])
    func `what an event says stays within its segment`(_ name: String, _ encoded: String) throws {
        let event = Rehearsal.event(name: name)
        let request = try Rehearsal.request(Self.step(#"method: GET, path: "/a/${{ event.name }}/b""#), event: event)
        #expect(request["path"] == "/a/\(encoded)/b")
    }

    @Test(arguments: ["..", ".", ""]) func `a segment that leads elsewhere is refused`(_ name: String) {
        let steps = Self.step(#"method: GET, path: "/a/${{ event.name }}/b""#)
        #expect(throws: Rehearsal.Nothing.self) { try Rehearsal.request(steps, event: Rehearsal.event(name: name)) }
    }

    @Test(arguments: [
        "path: '/a b'", "path: '/a#b'", "path: /, headers: {Authorization: x}",
        "path: /, headers: {Host: x}",
        #"path: /, headers: {X: "a\nb"}"#, "path: /, headers: {'a b': x}",
    ])
    func `what makes no request is refused before anything is sent`(_ parameters: String) {
        let steps = Self.step("method: GET, \(parameters)")
        #expect(throws: Rehearsal.Nothing.self) { try Rehearsal.request(steps) }
    }

    @Test func `no error shows the credentials`() async throws {
        let results = [
            try await answered(Self.answer("500 Oops")).0, try await answered(Self.answer("403 Forbidden")).0,
            try await result(url: "http://127.0.0.1:\(TinyServer.freePort())", "method: GET, path: /"),
        ]
        for result in results { #expect(!"\(result)".contains("canary")) }
    }
}
