import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// The kill switch: I6, no intent after a stop in scope.
@Suite struct StopTests {
    private static let steps = """
        - {id: act, action: fake.idempotent, retry: {times: 3, first: 10s, max: 10s}}
        - {id: then, action: fake.once}
        """

    private static let person = Actor(name: "person:ada", proof: "bearer-token")

    private func harness(_ steps: String = steps) -> CoreHarness {
        var harness = CoreHarness(
            PlaybookFixture.text(
                steps,
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                on: "{event: violation, max_age: 1d}"
            )
        )
        let pump = Device(id: Sample.device("pump-7"), groups: ["pumps"], tags: ["outdoor"])
        harness.devices[pump.id] = .found(pump)
        return harness
    }

    private func stop(_ scope: StopScope, _ harness: CoreHarness) -> OperatorOrder {
        .stop(Stop(scope, by: Self.person, reason: "a false alarm", since: harness.now))
    }

    private func resume(_ scope: StopScope) -> OperatorOrder { .lift(scope, by: Self.person, reason: "it was one") }

    private func count(_ answer: OrderAnswer) -> Int? { (try? answer.get())?.count }

    private static let scopes: [StopScope] = [
        .everything, .playbook("contain"), .action("fake.idempotent"), .group("pumps"), .tag("outdoor"),
        .device(Sample.device("pump-7")),
    ]

    /// A review: a quote with a mark is not the `Character` that a quote is, and what followed was the shell's.
    @Test(arguments: ["\"", "\\", "$", "`", "!"])
    func `the name of a group is one word to a shell, whatever stands in it`(_ sign: String) {
        #expect(StopScope.group("a \(sign)b").option == "--group \"a \\\(sign)b\"")
        #expect(StopScope.group("a \(sign)\u{301}b").option == "--group \"a \\\(sign)\u{301}b\"")
    }

    @Test(arguments: scopes) func `nothing begins in its scope, and all of it goes on when it is lifted`(
        _ scope: StopScope
    ) {
        var harness = harness()
        #expect(count(harness.order(stop(scope, harness))) == 0)
        harness.event()
        harness.advance(by: .seconds(3_600))
        #expect(harness.effects.isEmpty)
        #expect(harness.state("act").error == nil && harness.word("act") == "held")
        #expect(harness.outcome() == "running", "whoever stopped it is not told that it is held")
        #expect(harness.records(.guardHeld).map(\.outcome) == ["stopped"])
        #expect(count(harness.order(resume(scope))) == 1)
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        #expect(harness.outcome() == "closing: acted, not verified")
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [
        StopScope.action("fake.once"), .group("valves"), .tag("indoor"),
        .device(Sample.device("pump-8")),
    ]) func `what is out of its scope goes on`(_ scope: StopScope) {
        var harness = harness()
        harness.order(stop(scope, harness))
        harness.event()
        #expect(harness.word("act") == "intent")
    }

    @Test(arguments: [
        (StopScope.playbook("contian"), "there is no playbook of this name", "name one of contain;"),
        (.action("fake.onec"), "there is no action of this name", "fake.once"),
    ]) func `a name that is mistyped stops nothing, and that is said`(
        _ scope: StopScope,
        _ reason: String,
        _ remedy: String
    ) throws {
        var harness = harness()
        let answer = harness.order(stop(scope, harness))
        guard case .failure(let error) = answer else { throw Sample.error("it says that it is stopped") }
        #expect(error.reason.hasPrefix(reason) && error.remedy.contains(remedy))
        harness.event()
        #expect(harness.word("act") == "intent")
    }

    @Test func `a playbook whose file is gone can be stopped while a run is pinned to it`() {
        var harness = harness()
        harness.event()
        harness.restart(playbooks: [])
        #expect(count(harness.order(stop(.playbook("contain"), harness))) == 1)
    }

    @Test func `it counts what was under way, whose outcome still comes in, and no attempt follows`() {
        var harness = harness()
        harness.event()
        #expect(count(harness.order(stop(.everything, harness))) == 1)
        harness.finish("act", .transient)
        harness.advance(by: .seconds(600))
        #expect(harness.performed("act").count == 1)
        #expect(harness.state("act").error?.reason == "everything is stopped by person:ada: a false alarm")
        #expect(harness.records(.guardHeld).map(\.outcome) == ["stopped"])
        harness.order(resume(.everything))
        #expect(harness.performed("act").map(\.attempt.number) == [1, 2])
        #expect(Set(harness.performed("act").map(\.attempt.key)).count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `what only listens or looks is no command that was under way`() {
        for step in [
            "- {id: act, wait: {message: {connection: broker, topic: status}, within: 3m}}",
            "- {id: act, action: fake.verify}",
        ] {
            var harness = CoreHarness(PlaybookFixture.text(step))
            harness.event()
            #expect(harness.word("act") == "intent")
            #expect(count(harness.order(stop(.everything, harness))) == 0)
        }
    }

    @Test func `an answer that comes under a stop closes its step, and the next one waits`() {
        var harness = harness()
        harness.event()
        harness.order(stop(.everything, harness))
        harness.finish("act", .ok)
        #expect([harness.word("act"), harness.word("then")] == ["ok", "held"])
    }

    @Test func `it outlives the process, which sends nothing again before it is lifted`() {
        var harness = harness()
        harness.event()
        harness.order(stop(.playbook("contain"), harness))
        harness.restart()
        harness.advance(by: .seconds(600))
        #expect(harness.performed("act").count == 1)
        #expect(count(harness.order(resume(.playbook("contain")))) == 1)
        #expect(harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `what two stops cover waits for both to be lifted`() throws {
        var harness = harness()
        harness.order(stop(.everything, harness))
        harness.order(stop(.tag("outdoor"), harness))
        harness.event()
        let first = try harness.order(resume(.everything)).get()
        #expect(first == OrderReceipt(count: 0, stopped: [.tag("outdoor")]))
        #expect(harness.effects.isEmpty)
        #expect(harness.state("act").error == nil && held(harness)?.hasPrefix("whatever has the tag outdoor") == true)
        #expect(try harness.order(resume(.tag("outdoor"))).get() == OrderReceipt(count: 1))
    }

    private func held(_ harness: CoreHarness) -> String? {
        if case .held(let hold) = harness.state("act") { hold.explanation } else { nil }
    }

    /// A review: the second stop of a scope took the place of the first, and its end was that of both, and said so to nobody.
    @Test func `of two stops of one scope the first stays, and who lifts it reads whose it was`() throws {
        var harness = harness()
        harness.event()
        let bob = Actor(name: "person:bob", proof: "bearer-token")
        #expect(try harness.order(stop(.everything, harness)).get() == OrderReceipt(count: 1))
        let first = Stop(.everything, by: Self.person, reason: "a false alarm", since: harness.now)
        harness.advance(by: .seconds(5))
        let second = Stop(.everything, by: bob, reason: "smoke in hall 2", since: harness.now)
        #expect(try harness.order(.stop(second)).get() == OrderReceipt(count: 1, former: first))
        #expect(harness.lastTurn.changes.isEmpty)
        #expect(
            harness.records(.stopSet).map(\.detail) == [
                "1 commands were under way: a false alarm",
                "it was stopped before, and 1 commands were under way: smoke in hall 2",
            ]
        )
        #expect(harness.records(.stopSet).map(\.actor) == [Self.person, bob])
        harness.restart()
        let lifted = try harness.order(.lift(.everything, by: bob, reason: "")).get()
        #expect(lifted.former == first && lifted.stopped.isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review: with the file gone, what a person had stopped was still said to be stopped by it.
    @Test func `who stopped it and why is said, rather than that the switch is thrown`() {
        var harness = harness()
        harness.take(.stopSwitch(isThrown: true))
        harness.event()
        #expect(held(harness)?.contains("file:STOP") == true)
        harness.order(stop(.everything, harness))
        harness.take(.stopSwitch(isThrown: false))
        #expect(held(harness) == "everything is stopped by person:ada: a false alarm")
        let lifted = harness.records(.stopLifted).map(\.detail)
        #expect(lifted == ["the file STOP is gone; still stopped otherwise: everything"])
        harness.event("e-2", of: "pump-8")
        #expect(harness.violations.isEmpty)
    }

    @Test func `the switch beside the database stops everything, and goes on doing so over a restart`() {
        var harness = harness()
        harness.event()
        harness.take(.stopSwitch(isThrown: true))
        harness.finish("act", .transient)
        harness.take(.stopSwitch(isThrown: true))
        harness.advance(by: .seconds(600))
        #expect(harness.performed("act").count == 1)
        harness.restart(isSwitchThrown: true)
        #expect(harness.performed("act").count == 1)
        #expect(harness.records(.stopSet).map(\.actor.name) == ["file:STOP"], "it is the same as before")
        #expect(harness.records(.stopSet).map(\.outcome) == ["kept"])
        harness.take(.stopSwitch(isThrown: false))
        #expect(harness.performed("act").count == 2)
        #expect(harness.records(.stopLifted).map(\.detail) == ["the file STOP is gone"])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: what it had held went on, and the log never said that it was lifted.
    @Test func `a switch that was taken back while no engine ran is lifted in the log before anything begins`() {
        var harness = harness()
        harness.take(.stopSwitch(isThrown: true))
        harness.event()
        #expect(harness.word("act") == "held")
        harness.restart()
        #expect(harness.word("act") == "intent")
        let first = harness.lastTurn.records.first
        #expect(first?.action == .stopLifted && first?.actor.name == "file:STOP")
        #expect(first?.detail == "the file STOP went away while no engine ran")
        // The next start has nothing to add.
        harness.restart()
        #expect(harness.records(.stopLifted).count == 1)
        #expect(harness.violations.isEmpty)
    }

    /// A review found it: nothing was known yet of the runs, and the log said that no command was under way.
    @Test func `of a switch that a start finds thrown it is said how many commands were under way`() {
        var harness = harness()
        harness.event()
        harness.event("e-2", of: "pump-8")
        harness.restart(isSwitchThrown: true)
        #expect(harness.records(.stopSet).map(\.detail) == ["2 commands were under way: the file STOP is there"])
        #expect(harness.performed("act").count == 2, "nothing of them begins")
        harness.take(.stopSwitch(isThrown: false))
        harness.take(.stopSwitch(isThrown: true))
        let later = harness.records(.stopSet).last?.detail
        #expect(later == "2 commands were under way: the file STOP is there", "each once")
        #expect(harness.violations.isEmpty)
    }

    /// A review found it: nothing was known yet of the stops of people, and the log said that everything went on.
    @Test func `of a switch that went away while no engine ran it is said what is still stopped`() {
        var harness = harness()
        harness.take(.stopSwitch(isThrown: true))
        harness.order(stop(.playbook("contain"), harness))
        harness.event()
        harness.restart()
        let end = "the file STOP went away while no engine ran; still stopped otherwise: playbook contain"
        #expect(harness.records(.stopLifted).map(\.detail) == [end])
        #expect(harness.effects.isEmpty && harness.word("act") == "held")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: why somebody had written the file never came to the log.
    @Test func `what stands in the switch is said, without an end and without what steers a terminal`() throws {
        var harness = harness()
        let words = "written by person:ada: fire\u{1B}[2J\u{202E}" + String(repeating: "a", count: 9_000)
        harness.take(.stopSwitch(isThrown: true, words: words))
        let said = try #require(harness.records(.stopSet).first?.detail)
        let start = "0 commands were under way: the file STOP is there: written by person:ada: fire\u{FFFD}[2J\u{FFFD}a"
        #expect(said.hasPrefix(start) && said.utf8.count <= 512)
        harness.event()
        let explanation = try #require(held(harness))
        #expect(explanation.utf8.count < 700 && !explanation.contains("\u{1B}"))
    }

    /// A review: for a device that the registry could not describe, a stop of its group was silently off.
    @Test(arguments: [StopScope.group("pumps"), .tag("outdoor")])
    func `a stop of a group or a tag covers a device that the registry could not describe, and says why`(
        _ scope: StopScope
    ) {
        var harness = harness()
        let id = Sample.device("pump-7")
        harness.devices[id] = .unavailable(id, Sample.error("connection refused"))
        harness.order(stop(scope, harness))
        harness.event("e-1")
        harness.event("e-2", of: "pump-8")
        #expect(harness.word("act", of: "pump-8") == "intent", "of that it is known that it is not in it")
        #expect(harness.state("act").hold?.cause == .stopped)
        let words = "; the registry could not say whether that is about device pump-7"
        #expect(harness.state("act").hold?.explanation.hasSuffix(words) == true)
        harness.restart()
        #expect(harness.state("act").hold?.cause == .stopped)
        harness.order(resume(scope))
        #expect(harness.state("act").hold?.cause == .undecided)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review: it silenced the messages about every such device too, and kept it from being let in.
    @Test func `a stop of a group lets messages about a device that nobody could describe go out`() {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: tell, action: fake.notify}\n- {id: act, action: fake.once}")
        )
        let id = Sample.device("pump-7")
        harness.devices[id] = .unavailable(id, Sample.error("connection refused"))
        harness.order(stop(.group("cranes"), harness))
        harness.event()
        #expect(harness.word("tell") == "intent")
        harness.finish("tell", .ok)
        #expect(harness.state("act").hold?.cause == .stopped)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a stop is not for anybody to approve, and no stop is lifted that there is not`() {
        var harness = harness()
        harness.order(stop(.everything, harness))
        harness.event()
        let decision = Decision(
            run: harness.run().id,
            step: "act",
            agrees: true,
            reason: "",
            by: Self.person,
            groups: []
        )
        #expect(throws: OperatorError.self) { try harness.order(.decide(decision)).get() }
        #expect(throws: OperatorError.self) { try harness.order(resume(.tag("outdoor"))).get() }
        #expect(harness.word("act") == "held")
    }

    @Test func `a drill goes on: it sends nothing that could be stopped`() {
        var harness = CoreHarness(PlaybookFixture.text(Self.steps, mode: "drill"))
        harness.order(stop(.everything, harness))
        harness.event()
        #expect(harness.word("act") == "intent")
    }

    /// A review: it was said to be taken back, and the resume that let the device in said that no step went on.
    @Test func `what a person takes back under a stop is said to wait for it`() throws {
        var harness = harness("- {id: bolt, action: fake.fenced}")
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("tell", .ok)
        harness.order(stop(.everything, harness))
        let release = OperatorOrder.release(.device(Sample.device("pump-7")), by: Self.person, reason: "")
        #expect(try harness.order(release).get() == OrderReceipt(count: 1, stopped: [.everything]))
        #expect(harness.word("bolt/release") == "waiting")
        #expect(try harness.order(resume(.everything)).get() == OrderReceipt(count: 1))
        #expect(harness.word("bolt/release") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `what is to be taken back waits for the stop to be lifted, too`() {
        var harness = harness("- {id: bolt, action: fake.fenced, expires: 1m}")
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("tell", .ok)
        harness.order(stop(.everything, harness))
        harness.advance(by: .seconds(300))
        #expect(harness.word("bolt/release") == "waiting")
        harness.order(resume(.everything))
        #expect(harness.word("bolt/release") == "intent")
        #expect(harness.violations.isEmpty)
    }
}
