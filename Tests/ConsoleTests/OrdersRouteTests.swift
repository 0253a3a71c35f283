import CEL
import Console
import Domain
import Ports
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
            #expect(decision.cause == nil && decision.asOf == nil && !decision.anew)
        }
    }

    static let read: [(String, cause: Hold.Cause?, anew: Bool)] = [
        (#""cause":"limit""#, .limit, false), (#""anew":true"#, nil, true),
    ]

    @Test(arguments: read)
    func `whoever agrees to what is no question says what they have read`(
        _ member: String,
        cause: Hold.Cause?,
        anew: Bool
    ) async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let body = #"{"run":"run_7","step":"a","agrees":true,"as_of":"2026-02-03T04:05:06.000000007Z",\#(member)}"#
            let response = try await console.post("/v1/decisions", "application/json", body, token: token)
            #expect(response.status == 200)
            guard case .decide(let decision)? = console.orders.orders.first else {
                Issue.record("it is a decision")
                return
            }
            #expect(decision.asOf == Instant(nanosecondsSinceEpoch: 1_770_091_506_000_000_007))
            #expect(decision.cause == cause && decision.anew == anew)
        }
    }

    @Test func `why a decision does not count is said`() async throws {
        let error = OperatorError(attempted: "decide", reason: "it asks nobody", remedy: "look")
        try await RunningConsole.run(orders: StubOrderTaker(refusing: .objection(error))) { console in
            let token = RunningConsole.adminToken
            let response = try await console.post("/v1/decisions", "application/json", Self.body, token: token)
            #expect(response.status == 422)
            #expect(String(decoding: response.body, as: UTF8.self).contains("it asks nobody"))
        }
    }

    static let notNow: [(OrderRefusal, code: String, retryAfter: String?)] = [
        (.notNow(.full(capacity: 4_096, retryAfter: .seconds(1))), "full", "1"),
        (.notNow(.noRoom(retryAfter: .seconds(1))), "no-room", "1"), (.notNow(.closing), "closing", "5"),
        (.notNow(.kept(retryAfter: .seconds(1))), "no-room", nil),
    ]

    @Test(arguments: notNow)
    func `an engine that takes nothing now says when to come again, to whoever orders or starts something`(
        _ refusal: OrderRefusal,
        code: String,
        retryAfter: String?
    ) async throws {
        let (orders, starter) = (StubOrderTaker(refusing: refusal), StubStarter(refusing: refusal))
        try await RunningConsole.run(starter: starter, orders: orders) { console in
            let token = RunningConsole.adminToken
            let run = #"{"playbook":"botnet","device":"press-7","dry_run":false}"#
            let requests = [
                ("/v1/decisions", Self.body), ("/v1/holds", #"{"agrees":false}"#), ("/v1/stops", #"{"scope":"all"}"#),
                ("/v1/resumes", #"{"scope":"all"}"#), ("/v1/releases", #"{"scope":"inc_1"}"#), ("/v1/runs", run),
            ]
            for (path, body) in requests {
                let response = try await console.post(path, "application/json", body, token: token)
                #expect(response.status == 503, "\(path)")
                #expect(response.header("Retry-After") == retryAfter)
                #expect(try response.json()["type"] == .string("urn:cordon:problem:\(code)"))
                #expect(String(decoding: response.body, as: UTF8.self).contains("STOP"))
            }
        }
    }

    @Test(arguments: [
        #"{"run":"7","step":"a","agrees":true}"#, #"{"run":"run_7","agrees":true}"#, #"{"run":"run_7","step":"a"}"#,
        #"{"run":"run_7","step":"a","agrees":true,"by":"root"}"#,
        #"{"run":"run_7","step":"a","agrees":true,"cause":"stopped"}"#,
        #"{"run":"run_7","step":"a","agrees":true,"anew":true,"cause":"limit"}"#,
        #"{"run":"run_7","step":"a","agrees":true,"anew":"yes"}"#,
        #"{"run":"run_7","step":"a","agrees":false,"anew":true}"#,
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
            #expect(
                String(decoding: response.body, as: UTF8.self)
                    == #"{"count":3,"under_way":0,"left":1,"last":null,"later":0,"not_taken_up":[],"stopped":[]}"#
            )
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
        ("/v1/holds", "{}"), ("/v1/holds", #"{"agrees":true,"as_of":"yesterday"}"#),
        ("/v1/releases", #"{"scope":"press-7"}"#),
    ])
    func `an order that is not clear is refused`(_ path: String, _ body: String) async throws {
        try await RunningConsole.run { console in
            let response = try await console.post(path, "application/json", body, token: RunningConsole.adminToken)
            #expect(response.status == 400)
            #expect(console.orders.orders.isEmpty)
        }
    }

    @Test(arguments: ["inc_1", "mea_1", "device:press-7"])
    func `whoever may approve may have taken back what is in force`(_ scope: String) async throws {
        try await RunningConsole.run { console in
            let body = #"{"scope":"\#(scope)","reason":"a false alarm"}"#
            let token = RunningConsole.approverToken
            let response = try await console.post("/v1/releases", "application/json", body, token: token)
            #expect(response.status == 200)
            guard case .release(let asked, let actor, "a false alarm")? = console.orders.orders.first else {
                Issue.record("it is a release")
                return
            }
            #expect(asked.text == scope && actor.name == "person:bo")
        }
    }

    @Test(arguments: [Hold.Cause.storm, .stopped])
    func `holds are decided many at once, and what stops hold is refused so`(_ cause: Hold.Cause) async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let body = #"{"agrees":false,"playbook":"botnet","cause":"\#(cause.rawValue)"}"#
            let response = try await console.post("/v1/holds", "application/json", body, token: token)
            #expect(response.status == 200)
            guard case .decideAll(let selection)? = console.orders.orders.first else {
                Issue.record("it is a decision about many")
                return
            }
            #expect(selection.playbook == "botnet" && selection.cause == cause && !selection.agrees)
            #expect(selection.groups == ["leads"] && selection.asOf == nil)
        }
    }

    /// Who approved a list also let pass what had come since they read it.
    @Test func `nobody lets many pass without the moment of the list that they read`() async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let refused = try await console.post("/v1/holds", "application/json", #"{"agrees":true}"#, token: token)
            #expect(refused.status == 400 && console.orders.orders.isEmpty)
            let words = String(decoding: refused.body, as: UTF8.self)
            #expect(words.contains("'as_of' is missing") && words.contains("'cordon holds' gives"), "\(words)")
            let body = #"{"agrees":true,"as_of":"2026-02-03T04:05:06.000000007Z"}"#
            let taken = try await console.post("/v1/holds", "application/json", body, token: token)
            #expect(taken.status == 200)
            guard case .decideAll(let selection)? = console.orders.orders.first else {
                Issue.record("it is a decision about many")
                return
            }
            #expect(selection.asOf == Instant(nanosecondsSinceEpoch: 1_770_091_506_000_000_007))
        }
    }
}
