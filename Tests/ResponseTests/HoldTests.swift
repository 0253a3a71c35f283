import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// What a person decides about a run that does not go on by itself.
@Suite struct HoldTests {
    private static let steps = "- {id: act, action: fake.idempotent}\n- {id: then, action: fake.once}"

    private func harness(
        _ steps: String = steps,
        guards: String = "{limit: {devices: 1, per: 1h}}"
    ) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                steps,
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                on: "{event: violation, max_age: 3h}",
                guards: guards
            )
        )
    }

    /// Two devices, of which the limit lets one be touched.
    private func held() -> CoreHarness {
        var harness = harness()
        harness.event("e-1", of: "pump-1")
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        harness.finish("tell", .ok)
        harness.event("e-2", of: "pump-2")
        harness.finish("tell", .ok)
        return harness
    }

    private func decision(
        _ step: String,
        of device: String = "pump-7",
        agrees: Bool = true,
        _ harness: CoreHarness
    ) -> OperatorOrder {
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run(of: device).id
        let decision = Decision(run: run, step: step, agrees: agrees, reason: "seen it", by: ada, groups: [])
        return .decide(harness.asRead(decision))
    }

    @Test func `a hold that is approved goes on past that guard, to the end, and people are told anew`() {
        var harness = held()
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: held")
        harness.order(decision("act", of: "pump-2", harness))
        #expect(harness.word("act", of: "pump-2") == "intent")
        harness.restart()
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == [
                "acted, not verified", "held", "acted, not verified",
            ]
        )
        #expect(Set(harness.performed("tell").map(\.attempt.key)).count == 3, "another message, so another key")
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.records(.holdApproved).map(\.outcome) == ["limit"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `what one guard held is approved past that guard alone`() {
        var harness = harness()
        harness.devices[Sample.device("pump-7")] = .found(Device(id: Sample.device("pump-7"), isProtected: true))
        harness.event("e-1", of: "pump-1")
        harness.event("e-2")
        harness.order(decision("act", harness))
        guard case .held(let hold) = harness.state("act") else {
            Issue.record("the limit holds it still")
            return
        }
        #expect(hold.cause == .limit)
        harness.order(decision("act", harness))
        #expect(harness.word("act") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a hold may be approved while people are still being told of it, and they are told anew`() {
        var harness = harness()
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.outcome(of: "pump-2") == "closing: held")
        harness.order(decision("act", of: "pump-2", harness))
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        #expect(harness.performed("tell").count == 1, "the first message is still under way")
        harness.restart()
        harness.finish("tell", .ok)
        #expect(harness.performed("tell").last?.attempt.request["text"] == "acted, not verified")
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a hold that is rejected ends the run, with nothing done`() {
        var harness = held()
        harness.order(decision("act", of: "pump-2", agrees: false, harness))
        #expect([harness.word("act", of: "pump-2"), harness.word("then", of: "pump-2")] == ["skipped", "skipped"])
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: nothing done")
        #expect(harness.records(.holdRejected).map(\.detail) == ["person:ada refused: seen it"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `a step in doubt is sent anew, with a new key, when a person says so and not before`() {
        var harness = harness("- {id: act, action: fake.once}\n- {id: then, action: fake.pure}")
        harness.event()
        harness.finish("act", .unknown)
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        harness.restart()
        #expect(harness.performed("act").count == 1)
        harness.order(decision("act", harness))
        let keys = harness.performed("act").map(\.attempt.key)
        #expect(keys.count == 2 && Set(keys).count == 2)
        harness.restart()
        #expect(harness.performed("act").count == 2, "a restart is no person")
        harness.finish("tell", .ok)
        harness.order(decision("act", harness))
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    /// Seed 121872: the log's last word was that the release had failed, and a start would have doubted the database.
    @Test func `the release of a step that is sent anew waits again, and the audit log says so`() {
        var harness = harness("- {id: bar, action: fake.fenced, expires: 1h, retry: {times: 1}}")
        harness.event()
        harness.finish("bar", .unknown)
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(3_600))
        for _ in 0..<100 where harness.word("bar/release") != "exhausted" {
            if harness.word("bar/release") == "intent" { harness.finish("bar/release", .unknown) }
            harness.advanceToNextDeadline()
        }
        #expect(harness.word("bar/release") == "exhausted")
        harness.order(decision("bar", harness))
        #expect(harness.word("bar") == "intent" && harness.word("bar/release") == "waiting")
        #expect(harness.lastTurn.records.contains { $0.action == .stepWaiting && $0.step == "bar/release" })
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// Seed 162323: the run changed, and its log did not say how.
    @Test func `what tells people is let go on with its stop though its turn comes later, and the audit log says so`() {
        var harness = harness()
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        harness.event("e-1", of: "pump-1")
        harness.order(.stop(Stop(.action("fake.notify"), by: ada, reason: "", since: harness.now)))
        harness.event("e-2", of: "pump-2")
        harness.order(decision("act", of: "pump-2", harness))
        #expect(harness.word("act", of: "pump-2") == "intent" && harness.word("tell", of: "pump-2") == "held")
        harness.order(.lift(.action("fake.notify"), by: ada, reason: ""))
        #expect(harness.word("tell", of: "pump-2") == "ready")
        #expect(harness.lastTurn.records.contains { $0.action == .stepReopened && $0.step == "tell" })
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `an answer to what was sent before is no answer to what was sent anew`() {
        var harness = harness("- {id: act, action: fake.once}")
        harness.event()
        guard let first = harness.performed("act").first else { return }
        harness.finish("act", .unknown)
        harness.finish("tell", .ok)
        harness.order(decision("act", harness))
        harness.take(.finished(first.id, .ok))
        #expect(harness.word("act") == "intent")
        harness.finish("act", .ok)
        #expect(harness.word("act") == "ok")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a run that stopped within others goes on there`() {
        var harness = harness(
            """
            - id: both
              parallel:
                - {id: left, action: fake.once}
                - {id: right, action: fake.idempotent}
            - id: each
              for_each: "['a', 'b']"
              at_most: 2
              steps: [{id: tell-it, action: fake.once, with: {text: "${{ item }}"}}]
            - {id: then, action: fake.pure}
            """
        )
        harness.event()
        harness.finish("left", .permanent)
        harness.finish("right", .ok)
        harness.finish("tell", .ok)
        harness.order(decision("left", harness))
        #expect(harness.word("both") == "open" && harness.word("right") == "ok")
        harness.finish("left", .ok)
        harness.finish("each[1]/tell-it", .ok)
        harness.finish("each[2]/tell-it", .permanent)
        harness.finish("tell", .ok)
        harness.order(decision("each[2]/tell-it", harness))
        #expect(harness.performed("each[2]/tell-it").last?.attempt.request["text"] == "b")
        harness.finish("each[2]/tell-it", .ok)
        #expect(harness.word("then") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a run that stopped is ended as it is where a person refuses`() {
        var harness = harness("- {id: act, action: fake.once}\n- {id: then, action: fake.pure}")
        harness.event()
        harness.finish("act", .unknown)
        harness.finish("tell", .ok)
        harness.order(decision("act", agrees: false, harness))
        #expect(harness.word("act") == "in-doubt" && harness.word("then") == "skipped")
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a new version touches few devices first, and no other before they were watched`() {
        let guards = "{limit: {devices: 25, per: 1h}, canary: {devices: 2, soak: 30m}}"
        var harness = harness(guards: guards)
        for number in 1...3 {
            harness.event("e-\(number)", of: "pump-\(number)")
            guard number < 3 else { break }
            harness.finish("act", .ok)
            harness.finish("then", .ok)
        }
        #expect(harness.word("act", of: "pump-2") == "ok")
        #expect(harness.word("act", of: "pump-3") == "held")
        harness.restart()
        harness.advance(by: .seconds(1_700))
        harness.event("e-4", of: "pump-4")
        #expect(harness.state("act", of: "pump-4").holdForPerson?.cause == .canary)
        harness.advance(by: .seconds(100))
        harness.event("e-5", of: "pump-5")
        #expect(harness.word("act", of: "pump-5") == "intent", "it was watched long enough")
        #expect(harness.violations.isEmpty)
    }

    /// A review: it counted from the last touch of a device then, and a version months old was new again.
    @Test func `after a restart, too, a canary is watched from its first touch on`() {
        var harness = harness(guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 30m}}")
        for event in ["e-1", "e-2"] {
            harness.event(event, of: "pump-1")
            harness.finish("act", .ok)
            harness.finish("then", .ok)
            harness.advance(by: .seconds(1_700))
        }
        #expect(harness.touches.count == 2)
        harness.restart()
        harness.event("e-3", of: "pump-2")
        #expect(harness.word("act", of: "pump-2") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `an edit is a new version, with a canary of its own`() {
        let guards = "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 30m}}"
        var harness = harness(guards: guards)
        harness.event("e-1", of: "pump-1")
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        harness.advance(by: .seconds(1_900))
        harness.event("e-2", of: "pump-2")
        #expect(harness.word("act", of: "pump-2") == "intent")
        let edited = PlaybookFixture.compiled(
            PlaybookFixture.text(Self.steps + "\n- {id: more, action: fake.pure}", guards: guards)
        )
        harness.restart(playbooks: [edited])
        harness.event("e-3", of: "pump-3")
        harness.event("e-4", of: "pump-4")
        #expect(harness.word("act", of: "pump-3") == "intent")
        #expect(harness.state("act", of: "pump-4").holdForPerson?.cause == .canary)
    }

    private func edited(_ guards: String) -> Playbook {
        PlaybookFixture.compiled(
            PlaybookFixture.text(Self.steps + "\n- {id: more, action: fake.pure}", guards: guards)
        )
    }

    @Test(arguments: ["", ", canary: off"])
    func `a version that replaces another touches five devices first, unless it says otherwise`(
        _ canary: String
    ) {
        let guards = "{limit: {devices: 25, per: 1h}\(canary)}"
        var harness = harness(guards: guards)
        for number in 1...6 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect((1...6).allSatisfy { harness.word("act", of: "pump-\($0)") == "intent" }, "the first one replaces none")
        harness.restart(playbooks: [edited(guards)])
        for number in 11...16 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect((11...15).allSatisfy { harness.word("act", of: "pump-\($0)") == "intent" })
        #expect(harness.word("act", of: "pump-16") == (canary.isEmpty ? "held" : "intent"))
    }

    private func watched() -> CoreHarness {
        var harness = harness(guards: "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 30m}}")
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        return harness
    }

    @Test(arguments: [false, true]) func `what a canary held goes on by itself when its soak ended well`(
        _ withRestart: Bool
    ) {
        var harness = watched()
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        #expect(harness.word("act", of: "pump-2") == "held")
        harness.advance(by: .seconds(1_799))
        if withRestart { harness.restart() }
        #expect(harness.word("act", of: "pump-2") == "held")
        harness.advance(by: .seconds(1))
        #expect(harness.word("act", of: "pump-2") == "intent")
        #expect(harness.records(.guardHeld).map(\.outcome) == ["soaking"], "it asks for nobody")
        #expect(harness.records(.guardLifted).map(\.outcome) == ["canary"])
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `where a canary fared badly a person decides, and is told so`(
        _ withRestart: Bool
    ) {
        var harness = watched()
        harness.finish("act", .permanent)
        #expect(harness.word("act", of: "pump-1") == "failed")
        if withRestart { harness.restart() }
        harness.advance(by: .seconds(7_200))
        #expect(harness.word("act", of: "pump-2") == "held")
        let run = harness.run(of: "pump-1").id
        let hold = harness.state("act", of: "pump-2").holdForPerson
        harness.event("e-3", of: "pump-3")
        #expect(harness.word("act", of: "pump-3") == "held", "what comes later is held too")
        #expect(hold?.explanation.contains("run \(run) failed") == true, "\(hold?.explanation ?? "")")
        #expect(harness.records(.guardHeld).map(\.outcome) == ["soaking", "canary", "canary"])
        harness.order(decision("act", of: "pump-2", harness))
        #expect(harness.word("act", of: "pump-2") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `nobody decides about a step that waits for nobody`() {
        var harness = harness()
        harness.event()
        #expect(throws: OperatorError.self) { try harness.order(decision("act", harness)).get() }
        #expect(throws: OperatorError.self) { try harness.order(decision("then", harness)).get() }
        #expect(throws: OperatorError.self) { try harness.order(decision("nothing", harness)).get() }
    }

    @Test func `many holds are decided at once, the oldest first and no more than are meant`() throws {
        var harness = harness()
        for number in 0..<6 {
            harness.event("e-\(number)", of: "pump-\(number)")
            harness.advance(by: .seconds(1))
        }
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        func selection(_ cause: Hold.Cause, _ atMost: Int, agrees: Bool) -> OperatorOrder {
            .decideAll(
                HoldSelection(
                    playbook: "contain",
                    cause: cause,
                    atMost: atMost,
                    agrees: agrees,
                    reason: "",
                    by: ada,
                    groups: []
                )
            )
        }
        #expect(try harness.order(selection(.storm, 10, agrees: true)).get() == OrderReceipt(count: 0))
        let first = try harness.order(selection(.limit, 2, agrees: true)).get()
        #expect(first.count == 2 && first.left == 3)
        #expect((1...2).map { harness.word("act", of: "pump-\($0)") } == ["intent", "intent"])
        let second = try harness.order(selection(.limit, 10, agrees: false)).get()
        #expect(second.count == 3 && second.left == 0)
        #expect(harness.word("act", of: "pump-5") == "skipped")
        #expect(harness.violations.isEmpty)
    }
}
