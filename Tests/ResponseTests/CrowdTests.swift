import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// What people are told where one guard holds many.
@Suite struct CrowdTests {
    private static let tell = "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"

    private func harness(guards: String = "{limit: {devices: 1, per: 1h}}", always: String = tell) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.idempotent}\n- {id: then, action: fake.once}",
                always: always,
                on: "{event: violation, cleared: release}",
                guards: guards
            )
        )
    }

    @Test func `people are told once that many are held, again when the crowd is gone, and of each that goes on`() {
        var harness = harness()
        for number in 0..<50 { harness.event("e-\(number)", of: "pump-\(number)") }
        func told() -> [String?] { harness.performed("tell").map { $0.attempt.request["text"] } }
        #expect(told() == ["held"])
        harness.restart()
        harness.event("e-50", of: "pump-50")
        #expect(
            told().count == 2 && harness.performed("tell").last?.attempt.number == 2,
            "the same message, sent again"
        )
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run(of: "pump-7").id
        harness.decide(Decision(run: run, step: "act", agrees: true, reason: "seen it", by: ada, groups: []))
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        #expect(told().last == "acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: whenever the one that told was decided on, the next told anew.
    @Test func `people know of the others also when the one that told is held no more`() {
        var harness = harness()
        for number in 0..<5 { harness.event("e-\(number)", of: "pump-\(number)") }
        harness.finish("tell", .ok)
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        for device in ["pump-1", "pump-2"] {
            let run = harness.run(of: device).id
            harness.decide(Decision(run: run, step: "act", agrees: false, reason: "", by: ada, groups: []))
        }
        harness.event("e-5", of: "pump-5")
        #expect(harness.performed("tell").filter { $0.attempt.request["text"] == "held" }.count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `of a storm that goes beyond a limit first people are told once`() {
        var harness = harness()
        for number in 0..<150 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect(harness.run(of: "pump-149").steps.contains { $0.state.holdForPerson?.cause == .storm })
        #expect(harness.performed("tell").count == 1)
    }

    /// Found by reading: a hold that everybody had forgotten kept people from being told of the next one for ever.
    @Test func `people are told anew of what comes an hour after the last one that they know of`() {
        var harness = harness(guards: "{limit: {devices: 1, per: 24h}}")
        func runsToldOf() -> Int {
            Set(harness.performed("tell").filter { $0.attempt.request["text"] == "held" }.map(\.id.run)).count
        }
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(3_540))
        harness.event("e-3", of: "pump-3")
        harness.advance(by: .seconds(3_540))
        harness.event("e-4", of: "pump-4")
        #expect(runsToldOf() == 1)
        harness.advance(by: .seconds(3_660))
        harness.event("e-5", of: "pump-5")
        #expect(runsToldOf() == 2)
    }

    /// A review: the first message failed, and nobody was told of any of them for as long as alarms came.
    /// Another one: nobody was told at all, as those that had come before it failed were silent for good.
    @Test(arguments: [false, true]) func `where the message of the first failed, the next one tells, and no other`(
        _ restarts: Bool
    ) {
        var harness = harness()
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        harness.event("e-3", of: "pump-3")
        #expect(harness.state("tell", of: "pump-3") == .skipped(.toldAlready), "it is on its way")
        harness.finish("tell", .permanent)
        #expect(harness.outcome(of: "pump-3") == "closing: held" && harness.word("tell", of: "pump-3") == "intent")
        if restarts { harness.restart() }
        for number in 4..<20 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect(harness.state("tell", of: "pump-4") == .skipped(.toldAlready))
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-3") == "waiting-for-person: held")
        if restarts { harness.restart() }
        harness.event("e-20", of: "pump-20")
        #expect(Set(harness.performed("tell").map(\.id.run)).count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// The devices of the runs whose message was ever sent, in order.
    private func tellers(_ harness: CoreHarness) -> [String] {
        harness.performed("tell").compactMap { harness.core.run($0.id.run)?.device.id.description }
    }

    /// A crowd in which everybody is a second older than the next. All but the first are held.
    private func crowd(of count: Int, _ tell: String) -> CoreHarness {
        var harness = harness(always: "- {id: tell, action: fake.notify, \(tell)}")
        for number in 1...count {
            harness.event("e-\(number)", of: "pump-\(number)")
            harness.advance(by: .seconds(1))
        }
        return harness
    }

    @Test(arguments: [false, true]) func `those that were silent tell one after the other, until one has told`(
        _ restarts: Bool
    ) {
        var harness = crowd(of: 5, "retry: {times: 2, first: 1s, max: 1s}")
        harness.finish("tell", .permanent)
        #expect(tellers(harness) == ["pump-2", "pump-3"])
        harness.finish("tell", .transient)
        #expect(tellers(harness) == ["pump-2", "pump-3"], "it is tried again")
        harness.advance(by: .seconds(1))
        harness.finish("tell", .transient)
        #expect(harness.word("tell", of: "pump-3") == "exhausted" && harness.word("tell", of: "pump-4") == "intent")
        harness.finish("tell", .ok)
        if restarts { harness.restart() }
        harness.event("e-6", of: "pump-6")
        #expect(Set(tellers(harness)) == ["pump-2", "pump-3", "pump-4"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `a message of which only a restart finds that it failed is made up for`() {
        var harness = crowd(of: 4, "within: 30s")
        harness.moveClock(to: harness.now + .seconds(60))
        harness.restart()
        #expect(harness.word("tell", of: "pump-2") == "exhausted")
        #expect(tellers(harness) == ["pump-2", "pump-3"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `one whose own condition leaves its message out leaves it to the next`() {
        var harness = crowd(of: 5, "if: \"device.id != 'pump-3'\"")
        harness.finish("tell", .permanent)
        #expect(harness.state("tell", of: "pump-3") == .skipped(.conditionFalse))
        #expect(tellers(harness) == ["pump-2", "pump-4"])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: what people had been told long before kept them from being told where the next message failed.
    @Test func `what people were told long ago does not count where the next message fails`() {
        var harness = harness(guards: "{limit: {devices: 1, per: 24h}}")
        harness.event("e-1", of: "pump-1")
        for step in ["act", "then", "tell"] { harness.finish(step, .ok) }
        harness.event("e-2", of: "pump-2")
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(3_660))
        harness.event("e-3", of: "pump-3")
        harness.event("e-4", of: "pump-4")
        #expect(harness.state("tell", of: "pump-4") == .skipped(.toldAlready))
        harness.finish("tell", .permanent)
        #expect(harness.word("tell", of: "pump-4") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `a message that its own condition leaves out tells of nobody`() {
        var harness = harness(
            always: """
                - id: tell
                  action: fake.notify
                  if: device.id == "pump-3"
                - {id: note, action: fake.pure}
                """
        )
        for number in 1...4 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect(harness.state("tell", of: "pump-2") == .skipped(.conditionFalse))
        #expect(harness.word("tell", of: "pump-3") == "intent")
        #expect(harness.state("tell", of: "pump-4") == .skipped(.toldAlready))
        #expect(harness.violations.isEmpty)
    }

    @Test func `a message that a stop holds is yet to come, and is one`() {
        var harness = harness()
        let stop = Stop(.action("fake.notify"), by: Sample.operatorOnDuty, reason: "", since: harness.now)
        harness.order(.stop(stop))
        for number in 1...9 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect(harness.word("tell", of: "pump-2") == "held")
        harness.order(.lift(stop.scope, by: Sample.operatorOnDuty, reason: ""))
        #expect(harness.performed("tell").count == 1)
        #expect(harness.violations.isEmpty)
    }

    // MARK: - One that is held no more

    private static let twice = "retry: {times: 2, first: 1s, max: 1s}"

    private func end(_ device: String, _ harness: inout CoreHarness) {
        harness.event(Sample.event("\(device)-over", of: device, state: .cleared, at: harness.now))
    }

    /// How many runs ever sent a message.
    private func tellersCount(_ harness: CoreHarness) -> Int { Set(harness.performed("tell").map(\.id.run)).count }

    /// A review found it: the alarm of the one that told ended before its message failed, and all others were silent for good.
    @Test(arguments: [false, true]) func `where one that is held no more cannot tell in the end, the oldest other does`(
        _ restarts: Bool
    ) {
        var harness = crowd(of: 5, Self.twice)
        harness.finish("tell", .transient)
        end("pump-2", &harness)
        #expect(harness.word("tell", of: "pump-2") == "retrying" && tellersCount(harness) == 1)
        if restarts { harness.restart() }
        harness.event("e-6", of: "pump-6")
        #expect(harness.state("tell", of: "pump-6") == .skipped(.toldAlready), "it is still on its way")
        harness.advance(by: .seconds(1))
        harness.finish("tell", .transient)
        #expect(harness.outcome(of: "pump-2") == "ended: nothing done")
        #expect(harness.word("tell", of: "pump-3") == "intent" && tellersCount(harness) == 2)
        harness.finish("tell", .ok)
        harness.event("e-7", of: "pump-7")
        #expect(tellersCount(harness) == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `where one that is held no more tells in the end, people know of the others`(
        _ restarts: Bool
    ) {
        var harness = crowd(of: 5, Self.twice)
        harness.finish("tell", .transient)
        end("pump-2", &harness)
        if restarts { harness.restart() }
        harness.advance(by: .seconds(1))
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: nothing done")
        harness.event("e-6", of: "pump-6")
        #expect(harness.state("tell", of: "pump-6") == .skipped(.toldAlready))
        #expect(tellersCount(harness) == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `a message of one that is held no more, of which only a restart finds that it failed, is made up for`() {
        var harness = crowd(of: 4, "within: 30s")
        end("pump-2", &harness)
        harness.moveClock(to: harness.now + .seconds(60))
        harness.restart()
        #expect(harness.word("tell", of: "pump-2") == "exhausted")
        #expect(harness.word("tell", of: "pump-3") == "intent" && tellersCount(harness) == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `of alarms that end one after the other while nobody can be told, each makes no message more`() {
        var harness = crowd(of: 6, Self.twice)
        harness.finish("tell", .transient)
        for device in ["pump-2", "pump-3", "pump-4"] { end(device, &harness) }
        #expect(tellersCount(harness) == 1)
        harness.advance(by: .seconds(1))
        harness.finish("tell", .transient)
        #expect(harness.word("tell", of: "pump-5") == "intent" && tellersCount(harness) == 2)
        for device in ["pump-5", "pump-6"] { end(device, &harness) }
        harness.finish("tell", .permanent)
        #expect(tellersCount(harness) == 2, "nobody is held any more")
        harness.event("e-7", of: "pump-7")
        #expect(harness.word("tell", of: "pump-7") == "intent", "nobody knows of this one")
        #expect(harness.violations.isEmpty)
    }

    @Test func `where one was rejected before it could tell of the others, what it tells instead is not about them`() {
        var harness = crowd(of: 4, "with: {text: \"${{ run.outcome }}\"}, \(Self.twice)")
        harness.finish("tell", .transient)
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run(of: "pump-2").id
        harness.decide(Decision(run: run, step: "act", agrees: false, reason: "", by: ada, groups: []))
        #expect(harness.performed("tell").last?.attempt.request["text"] == "nothing done")
        #expect(tellersCount(harness) == 1)
        harness.finish("tell", .ok)
        #expect(harness.performed("tell").last?.attempt.request["text"] == "held")
        #expect(harness.word("tell", of: "pump-3") == "intent" && tellersCount(harness) == 2)
        #expect(harness.violations.isEmpty)
    }
}
