import Console
import Domain
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct AccessTests {
    @Test func `every route asks for a token, and for the right one`() async throws {
        try await RunningConsole.run { console in
            let routes = try server().routeList
            #expect(routes.count == 15)
            #expect(routes.filter { $0.scope == nil }.map(\.path) == ["/v1/health"])
            for route in routes where route.scope != nil {
                let path = route.path.replacing("{id}", with: "inc_1")
                for authorization in Self.wrong {
                    let fields = authorization.map { [HTTPField("Authorization", $0)] } ?? []
                    let response = try await console.send(route.method, path, fields)
                    #expect(response.status == 401, "\(route.method) \(route.path) with \(authorization ?? "nothing")")
                    #expect(response.header("WWW-Authenticate") == #"Basic realm="cordon""#)
                    #expect(response.header("Content-Type") == "application/problem+json")
                }
                let response = try await console.send(route.method, path, token: RunningConsole.intakeToken)
                #expect((response.status == 403) == (route.scope != .intake), "\(route.method) \(route.path)")
                let approver = try await console.send(route.method, path, token: RunningConsole.approverToken)
                #expect((approver.status == 403) == (route.scope != .approver), "\(route.method) \(route.path)")
                let admin = try await console.send(route.method, path, token: RunningConsole.adminToken)
                #expect(![401, 403].contains(admin.status), "\(route.method) \(route.path)")
            }
            #expect(console.inbox.contents.events.isEmpty)
        }
    }

    private static let wrong: [String?] = [
        nil, "", "Bearer", "Bearer ", "Bearer x", "Basic", "Basic !", basic("a", "x"), basic("a", ""), "Basic eA==",
        "Bearer \(RunningConsole.intake.record.hash)", "Digest \(RunningConsole.adminToken)", RunningConsole.adminToken,
        "Bearer \(RunningConsole.adminToken)x", "Bearer \(RunningConsole.adminToken.uppercased())",
    ]

    private func server() throws -> ConsoleServer {
        try ConsoleServer(ConsoleConfiguration(port: 0), .stubs)
    }

    @Test func `the health check asks for nothing and tells nothing`() async throws {
        try await RunningConsole.run { console in
            let response = try await console.send("GET", "/v1/health")
            #expect(response.status == 200)
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"status":"ok"}"#)
        }
    }

    @Test func `bearer and basic name the same caller, whatever the case of the scheme`() async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.adminToken
            for authorization in ["bearer \(token)", "BEARER \(token)", basic("", token), basic("root", token)] {
                let response = try await console.send(
                    "GET",
                    "/v1/incidents",
                    [HTTPField("Authorization", authorization)]
                )
                #expect(response.status == 200)
            }
        }
    }

    @Test func `two tokens in one request are none, even where each would do`() async throws {
        try await RunningConsole.run { console in
            let field = HTTPField("Authorization", "Bearer \(RunningConsole.adminToken)")
            let response = try await console.send("GET", "/v1/incidents", [field, field])
            #expect(response.status == 401)
        }
    }

    @Test func `a token is 256 random bits and kept as a hash alone`() {
        let (first, record) = TokenRecord.issue(name: "a", scope: .intake)
        let (second, _) = TokenRecord.issue(name: "a", scope: .intake)
        first.reveal { text in
            #expect(text.utf8.count == "cordon_".utf8.count + 64)
            #expect(Digest(of: text.utf8) == record.hash)
            #expect(!second.matches(text))
        }
        #expect("\(first)" == "<redacted>")
    }

    @Test func `a console without tokens lets nobody in`() async throws {
        try await RunningConsole.run(tokens: TokenVerifier([])) { console in
            for token in [RunningConsole.adminToken, ""] {
                let response = try await console.send("GET", "/v1/incidents", token: token)
                #expect(response.status == 401)
            }
        }
    }

    @Test func `a scope is read as it is written`() {
        #expect(TokenScope(text: "intake") == .intake)
        #expect(TokenScope(text: "root") == nil)
        #expect(TokenScope.allCases.allSatisfy { TokenScope(text: $0.text) == $0 })
    }

    @Test(arguments: ["/", "/v1", "/v2/events", "/v1/events/", "/v1/incidents/a/b", "/v1/%2e%2e/etc", "//v1/health"])
    func `there is nothing anywhere else`(path: String) async throws {
        try await RunningConsole.run { console in
            let response = try await console.send("DELETE", path, token: RunningConsole.adminToken)
            #expect(response.status == 404)
            #expect(response.header("Content-Type") == "application/problem+json")
        }
    }

    @Test func `no answer carries a CORS header, and none may be stored or guessed at`() async throws {
        try await RunningConsole.run { console in
            let origin = [
                HTTPField("Origin", "https://evil.example"), HTTPField("Access-Control-Request-Method", "POST"),
            ]
            for (method, path) in [("OPTIONS", "/v1/events"), ("GET", "/v1/health"), ("POST", "/v1/events")] {
                let response = try await console.send(method, path, origin)
                #expect(!response.headers.contains { $0.name.lowercased().hasPrefix("access-control") })
                #expect(response.header("X-Content-Type-Options") == "nosniff")
                #expect(response.header("Cache-Control") == "no-store")
            }
        }
    }

    @Test func `no token reaches the log`() async throws {
        try await RunningConsole.run { console in
            _ = try await console.post("/v1/events", "application/cloudevents+json", EventsRouteTests.event)
            _ = try await console.post("/v1/events", "text/html", "x", token: RunningConsole.adminToken)
            _ = try await console.send("GET", "/v1/runs?token=\(RunningConsole.adminToken)")
            for token in [RunningConsole.intakeToken, RunningConsole.adminToken] {
                #expect(!LinesLogHandler.lines.contains { $0.contains(token) })
            }
        }
    }
}
