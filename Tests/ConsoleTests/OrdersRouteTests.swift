import Console
import Domain
import Response
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct OrdersRouteTests {
    private static let body = #"{"run":"run_7","step":"revoke","agrees":true,"reason":"seen it"}"#

    @Test func `a decision is that of the token's holder, with the holder's groups`() async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let response = try await console.post("/v1/decisions", "application/json", Self.body, token: token)
            #expect(response.status == 200)
            guard case .decide(let decision)? = console.orders.orders.first else {
                Issue.record("it is a decision")
                return
            }
            #expect(decision.by == Actor(name: "person:bo", proof: "bearer-token"))
            #expect(decision.groups == ["leads"])
            #expect(decision.step == "revoke" && decision.agrees && decision.reason == "seen it")
        }
    }

    @Test func `why a decision does not count is said`() async throws {
        let error = OperatorError(attempted: "decide", reason: "it asks nobody", remedy: "look")
        try await RunningConsole.run(orders: StubOrderTaker(refusing: error)) { console in
            let token = RunningConsole.adminToken
            let response = try await console.post("/v1/decisions", "application/json", Self.body, token: token)
            #expect(response.status == 422)
            #expect(String(decoding: response.body, as: UTF8.self).contains("it asks nobody"))
        }
    }

    @Test(arguments: [
        #"{"run":"7","step":"a","agrees":true}"#, #"{"run":"run_7","agrees":true}"#, #"{"run":"run_7","step":"a"}"#,
        #"{"run":"run_7","step":"a","agrees":true,"by":"root"}"#,
    ])
    func `a decision that is not clear is refused, and who decides is never in it`(_ body: String) async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.adminToken
            let response = try await console.post("/v1/decisions", "application/json", body, token: token)
            #expect(response.status == 400)
            #expect(console.orders.orders.isEmpty)
        }
    }

    @Test(arguments: [
        "all", "playbook:botnet", "action:device.command", "group:hvac", "tag:outdoor", "device:press-7",
    ])
    func `whoever may approve may stop, and is told how much was under way`(_ scope: String) async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let body = #"{"scope":"\#(scope)","reason":"a false alarm"}"#
            let response = try await console.post("/v1/stops", "application/json", body, token: token)
            #expect(response.status == 200)
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"count":3,"left":1}"#)
            guard case .stop(let stop)? = console.orders.orders.first else {
                Issue.record("it is a stop")
                return
            }
            #expect(stop.scope == StopScope(text: scope) && stop.scope.text == scope)
            #expect(stop.by.name == "person:bo" && stop.reason == "a false alarm")
            let resumed = try await console.post("/v1/resumes", "application/json", body, token: token)
            #expect(resumed.status == 200)
        }
    }

    @Test(arguments: [
        ("/v1/stops", #"{"scope":"everything"}"#), ("/v1/stops", #"{"scope":"device:"}"#), ("/v1/stops", "{}"),
        ("/v1/resumes", #"{"scope":"all","by":"root"}"#), ("/v1/holds", #"{"agrees":true,"cause":"stopped"}"#),
        ("/v1/holds", "{}"),
    ])
    func `an order that is not clear is refused`(_ path: String, _ body: String) async throws {
        try await RunningConsole.run { console in
            let response = try await console.post(path, "application/json", body, token: RunningConsole.adminToken)
            #expect(response.status == 400)
            #expect(console.orders.orders.isEmpty)
        }
    }

    @Test func `holds are decided many at once`() async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let body = #"{"agrees":false,"playbook":"botnet","cause":"storm"}"#
            let response = try await console.post("/v1/holds", "application/json", body, token: token)
            #expect(response.status == 200)
            guard case .decideAll(let selection)? = console.orders.orders.first else {
                Issue.record("it is a decision about many")
                return
            }
            #expect(selection.playbook == "botnet" && selection.cause == .storm && !selection.agrees)
            #expect(selection.groups == ["leads"])
        }
    }
}
