import CEL
import Console
import Domain
import Intake
import JSON
import Logging
import Ports
import ServiceLifecycle
import Synchronization
import Testing
import Transport

/// A console on a port of its own, with everything behind it replaced.
struct RunningConsole: Sendable {
    static let admin = TokenRecord.issue(name: "ana", scope: .admin)
    static let intake = TokenRecord.issue(name: "monitor", scope: .intake)
    static let approver = TokenRecord.issue(name: "bo", scope: .approver, groups: ["leads"])
    static let tokens = TokenVerifier([intake.record, approver.record, admin.record])

    let port: Int
    let inbox: StubInbox
    let starter: StubStarter
    let orders: StubOrderTaker
    let group: ServiceGroup
    let client = HTTPClient()

    /// Runs a console for as long as the body does.
    static func run(
        inbox: StubInbox = StubInbox(),
        watch: any ArrivalWatch = NoWatch(),
        starter: StubStarter = StubStarter(),
        orders: StubOrderTaker = StubOrderTaker(),
        recorder: StubRecorder = StubRecorder(),
        history: StubHistory = StubHistory(),
        status: StubStatus = StubStatus(),
        witnesses: StubWitnesses = StubWitnesses(),
        limits: Limits = Limits(),
        configuration: ConsoleConfiguration = ConsoleConfiguration(port: 0),
        surroundings: any Surroundings = StillSurroundings(),
        tokens: TokenVerifier = tokens,
        _ body: (RunningConsole) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let parts = ConsoleParts(
            reception: Reception(inbox, watch: watch, limits: limits, logger: LinesLogHandler.logger),
            starter: starter,
            orders: orders,
            quarantine: StubQuarantine(),
            redactor: StubRedactor(),
            recorder: recorder,
            history: history,
            status: status,
            witnesses: witnesses,
            tokens: tokens,
            surroundings: surroundings,
            limits: limits,
            logger: LinesLogHandler.logger
        )
        let server = try ConsoleServer(configuration, parts) { listening.yield($0) }
        let quiet = Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [server], logger: quiet)
        let running = Task {
            defer { listening.finish() }
            try await group.run()
        }
        for await port in ports {
            try await body(RunningConsole(port: port, inbox: inbox, starter: starter, orders: orders, group: group))
            await group.triggerGracefulShutdown()
        }
        try await running.value
    }

    func send(
        _ method: String,
        _ path: String,
        token: String? = nil,
        _ headers: [HTTPField] = [],
        body: String = "",
        scheme: String = "http",
        tls: TLSFiles = TLSFiles()
    ) async throws -> HTTPResponse {
        let authorization = token.map { [HTTPField("Authorization", "Bearer \($0)")] } ?? []
        return try await client.send(
            HTTPRequest(
                method: method,
                url: "\(scheme)://127.0.0.1:\(port)\(path)",
                headers: authorization + headers,
                body: Array(body.utf8),
                tls: tls
            )
        )
    }

    func post(
        _ path: String,
        _ contentType: String,
        _ body: String,
        token: String = intakeToken
    ) async throws -> HTTPResponse {
        try await send("POST", path, token: token, [HTTPField("Content-Type", contentType)], body: body)
    }

    static var intakeToken: String { intake.token.reveal { $0 } }
    static var approverToken: String { approver.token.reveal { $0 } }
    static var adminToken: String { admin.token.reveal { $0 } }
}

extension HTTPResponse {
    /// The members of the JSON object that came back.
    func json() throws -> MapValue {
        guard case .map(let map) = try JSONText.parse(body) else {
            throw NotAsExpected()
        }
        return map
    }
}

struct NotAsExpected: Error {}
