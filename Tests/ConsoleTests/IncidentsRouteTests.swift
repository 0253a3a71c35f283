import CEL
import Console
import Domain
import Ports
import Response
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct IncidentsRouteTests {
    private func get(
        _ path: String,
        _ history: StubHistory,
        _ status: StubStatus = StubStatus()
    ) async throws -> HTTPResponse {
        let (responses, answered) = AsyncStream.makeStream(of: HTTPResponse.self)
        try await RunningConsole.run(history: history, status: status) { console in
            answered.yield(try await console.send("GET", path, token: RunningConsole.adminToken))
        }
        answered.finish()
        return try #require(await responses.first { _ in true })
    }

    private func history() throws -> StubHistory { StubHistory(incidents: [try IncidentSample.detail()]) }

    @Test func `incidents are listed with where they stand`() async throws {
        let response = try await get("/v1/incidents", history())
        #expect(response.status == 200)
        let expected = """
            {"incidents":[{"id":"inc_ab12","playbook":"botnet","device":"press-7","severity":"high","drill":false,\
            "events":2,"opened":"2026-09-21T14:13:20Z","phase":"waiting-for-person","outcome":"stopped"}]}
            """
        #expect(String(decoding: response.body, as: UTF8.self) == expected)
    }

    @Test(arguments: ["inc_ab12", "inc_ab"])
    func `an incident is shown with its steps, in order`(id: String) async throws {
        let response = try await get("/v1/incidents/\(id)", history())
        #expect(response.status == 200)
        let incident = try response.json()
        #expect(incident["run"] == "run_cd34")
        let time: Value = "2026-09-21T14:13:20Z"
        #expect(
            incident["steps"] == [
                ["position": 0, "state": "ready", "attempts": 0],
                [
                    "position": 1, "state": "failed", "attempts": 3, "began": time, "closed": time,
                    "error": ["attempted": "send a command", "reason": "no broker", "remedy": "start it"],
                ],
            ]
        )
    }

    /// A review: it went on saying "contained" of a run to which nobody tells who lets its device in.
    @Test(arguments: ["/v1/incidents", "/v1/incidents/inc_ab12"], [false, true])
    func `where nobody goes on with a run, why stands in place of the outcome`(
        path: String,
        isGivenUp: Bool
    ) async throws {
        let run = try IncidentSample.detail().run.header
        let aside = StrandedRun(
            incident: run.incident,
            run: run.id,
            device: run.device.id,
            playbook: "botnet",
            reason: "it ended the engine"
        )
        var status = StubStatus()
        if isGivenUp { status.now.givenUp = [aside] } else { status.now.stranded = [aside] }
        let text = String(decoding: try await get(path, history(), status).body, as: UTF8.self)
        #expect(text.contains(#""phase":"waiting-for-person","standstill":"it ended the engine""#), "\(text)")
        #expect(!text.contains("outcome"), "\(text)")
    }

    @Test(arguments: ["inc_zz", "%2e%2e", "inc_ab12%00", "INC_AB12", "inc_ab12~"])
    func `an incident that is not there is not found`(id: String) async throws {
        #expect(try await get("/v1/incidents/\(id)", history()).status == 404)
    }

    @Test(arguments: ["0", "501", "-1", "x", "", "1e2", "99999999999999999999"])
    func `a limit that is none is refused`(limit: String) async throws {
        #expect(try await get("/v1/incidents?limit=\(limit)", history()).status == 400)
    }

    @Test func `the limit is passed on`() async throws {
        let detail = try IncidentSample.detail()
        let response = try await get("/v1/incidents?limit=2", StubHistory(incidents: [detail, detail, detail]))
        guard case .list(let list)? = try response.json()["incidents"] else { throw NotAsExpected() }
        #expect(list.count == 2)
    }

    @Test func `a history that cannot be read is told with what to try`() async throws {
        let refusal = OperatorError(attempted: "read the database x", reason: "it is damaged", remedy: "verify it")
        let response = try await get("/v1/incidents", StubHistory(refusal: refusal))
        #expect(response.status == 500)
        #expect(try response.json()["remedy"] == "verify it")
    }
}
