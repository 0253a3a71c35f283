import Domain
import Ledger
import Playbooks
import Ports
import Response
import TestKit
import Testing

/// What becomes of the word and the measures of runs whose device is let in, by another run or by themselves.
@Suite struct LiftTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")

    private func harness(_ steps: String) -> CoreHarness { CoreHarness(PlaybookFixture.text(steps)) }

    private func measures(_ harness: CoreHarness) throws -> [Measure] { try harness.rows.measures() }

    private func release(_ scope: ReleaseScope, _ harness: inout CoreHarness) -> OrderAnswer {
        harness.order(.release(scope, by: Self.ada, reason: "it was nothing"))
    }

    private static let restore = PlaybookFixture.compiled(
        PlaybookFixture.text("- {id: back, action: fake.restore}", named: "restore", on: "{event: manual}")
    )

    private static func containing(_ steps: String) -> CoreHarness {
        let text = PlaybookFixture.text(steps + "\n- {id: look, action: fake.verify}")
        return CoreHarness([PlaybookFixture.compiled(text), restore])
    }

    /// A run at rest as contained, whose steps were answered so.
    private static func contained(_ steps: String, _ answers: [(String, AttemptResult)]) -> CoreHarness {
        var harness = containing(steps)
        harness.event()
        for (step, answer) in answers + [("look", .ok)] { harness.finish(step, answer) }
        #expect(harness.outcome() == "in-force: contained")
        return harness
    }

    private static let doubtful = "- {id: bar, action: fake.fenced, retry: {times: 1}, on_failure: continue}"

    /// A reading found it: the device was let in by another run, and went on being called contained.
    @Test func `what another run lets in is in force no more, and nobody says contained`() throws {
        var harness = Self.contained("- {id: bolt, action: fake.fenced, expires: 24h}", [("bolt", .ok)])
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        #expect(try measures(harness).map(\.state) == [.inForce], "nobody has let it in yet")
        #expect(harness.phase(of: "contain") == .inForce(.actedNotVerified), "it may be in by now")
        harness.finish("back", .ok)
        #expect(harness.phase(of: "contain") == .ended(.released))
        #expect(try measures(harness).map(\.state) == [.released])
        harness.restart()
        harness.advance(by: .seconds(100_000))
        #expect(harness.performed("bolt/release").isEmpty)
        #expect(harness.violations.isEmpty)
    }

    @Test func `what may be in force and nobody knows stays to be taken back, and nobody says contained`() throws {
        var harness = Self.contained(
            "- {id: bolt, action: fake.fenced}\n\(Self.doubtful)",
            [("bolt", .ok), ("bar", .unknown)]
        )
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("back", .ok)
        let states = try measures(harness).reduce(into: [:]) { $0[$1.step] = $1.state }
        #expect(states == ["bolt": .released, "bar": .doubtful])
        #expect(harness.phase(of: "contain") == .inForce(.actedNotVerified))
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: only a measure that was in force for certain took the word with it.
    @Test(arguments: [AttemptResult.ok, .unknown]) func `nobody says contained once another run may have let it in`(
        _ outcome: AttemptResult
    ) throws {
        var harness = Self.contained(Self.doubtful, [("bar", .unknown)])
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("back", outcome)
        #expect(harness.phase(of: "contain") == .inForce(.actedNotVerified))
        #expect(harness.records(.proofOverruled).map(\.step) == ["look"])
        #expect(harness.violations.isEmpty)
    }

    private static let looking = PlaybookFixture.compiled(
        PlaybookFixture.text(
            "- {id: look, action: fake.verify}",
            always: "- {id: tell, action: fake.notify}",
            named: "looking",
            on: "{event: manual}"
        )
    )

    /// A reading found it: only a step that lets in took the word, and not the end of another run's measure.
    @Test func `what another run's measure kept off is not contained once that is taken back`() throws {
        var harness = harness("- {id: bolt, action: fake.fenced, expires: 1h}")
        harness.event()
        harness.finish("bolt", .ok)
        harness.moveClock(to: harness.now + .seconds(3_590))
        harness.start(Self.looking, Sample.event("e-2", at: harness.now))
        harness.finish("look", .ok)
        #expect(harness.phase(of: "looking") == .closing(.contained))
        harness.advance(by: .seconds(10))
        #expect(harness.word("bolt/release") == "intent")
        #expect(harness.phase(of: "looking") == .closing(.nothingDone))
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [["look", "back"], ["back", "look"]]) func `a proof beside which another run lets it in is none`(
        _ order: [String]
    ) throws {
        var harness = CoreHarness([Self.restore, Self.looking])
        for (number, playbook) in [Self.restore, Self.looking].enumerated() {
            harness.start(playbook, Sample.event("e-\(number)", at: harness.now))
        }
        for step in order { harness.finish(step, .ok) }
        #expect(harness.phase(of: "looking") == .closing(.nothingDone))
        #expect(harness.records(.proofOverruled).map(\.step) == ["look"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `a proof that begins after another run let it in counts`() throws {
        var harness = CoreHarness([Self.restore, Self.looking])
        harness.start(Self.restore, Sample.event("e-1", at: harness.now))
        harness.finish("back", .ok)
        harness.start(Self.looking, Sample.event("e-2", at: harness.now))
        harness.finish("look", .ok)
        #expect(harness.phase(of: "looking") == .closing(.contained))
    }

    /// A reading found it: the run's own measure stayed in force, though the run had let the device in.
    @Test func `what a run lets in itself is in force no more`() throws {
        var harness = harness("- {id: bolt, action: fake.fenced}\n- {id: back, action: fake.restore}")
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("back", .ok)
        #expect(try measures(harness).first { $0.step == "bolt" }?.state == .released)
        #expect(harness.outcome() == "ended: released")
        #expect(harness.violations.isEmpty)
    }

    private static func containing(named name: String) -> Playbook {
        PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced, expires: 1h}\n- {id: look, action: fake.verify}",
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                named: name,
                on: "{event: violation, cleared: release}"
            )
        )
    }

    /// A reading found it: the first run found that the other still kept the device off, and ended as contained.
    @Test(arguments: [true, false]) func `two runs that let their device in together do not end as contained`(
        _ byPerson: Bool
    ) throws {
        var harness = CoreHarness([Self.containing(named: "one"), Self.containing(named: "two")])
        harness.event()
        for step in ["bolt", "look", "tell", "bolt", "look", "tell"] { harness.finish(step, .ok) }
        #expect(harness.runs.map(\.phase) == [.inForce(.contained), .inForce(.contained)])
        if byPerson {
            _ = release(.device(Sample.device("pump-7")), &harness)
        } else {
            harness.take(
                .event(
                    Sample.event("e-2", state: .cleared, at: harness.now),
                    device: harness.lookup(Sample.device("pump-7")),
                    from: Sample.monitor
                )
            )
        }
        harness.finish("bolt/release", .ok)
        #expect(harness.runs.allSatisfy { $0.phase.outcome != .contained }, "\(harness.runs.map(\.phase))")
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: a message that was still to be tried again went out as it was, hours later.
    @Test func `a message that says contained is told anew, and not tried again, once the device is let in`() {
        var harness = CoreHarness([Self.containing(named: "one"), Self.restore])
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("look", .ok)
        harness.finish("tell", .transient(after: .seconds(40)))
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(100))
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == ["contained", "acted, not verified"]
        )
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: what was under way when the device was let in was tried again as it was, for a day.
    @Test(arguments: ["tell", "all"]) func `a message that was under way is told anew before it is tried again`(
        _ form: String
    ) {
        let tell = "{id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        let contain = PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced}\n- {id: look, action: fake.verify}",
                always: form == "tell"
                    ? "- \(tell)" : "- {id: all, parallel: [\(tell), {id: more, action: fake.notify}]}",
                named: "one"
            )
        )
        var harness = CoreHarness([contain, Self.restore])
        harness.event()
        for step in ["bolt", "look"] + (form == "all" ? ["more"] : []) { harness.finish(step, .ok) }
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("tell", .transient(after: .seconds(40)))
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(100))
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == ["contained", "acted, not verified"]
        )
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: the mark that it tells what is not so any more stayed on a message that said what is so.
    @Test func `a message that a stop held is told once, after the device was let in`() {
        var harness = CoreHarness([Self.containing(named: "one"), Self.restore])
        harness.order(.stop(Stop(.action("fake.notify"), by: Self.ada, reason: "", since: harness.now)))
        harness.event()
        for step in ["bolt", "look"] { harness.finish(step, .ok) }
        #expect(harness.word("tell") == "held")
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("back", .ok)
        harness.order(.lift(.action("fake.notify"), by: Self.ada, reason: ""))
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(100))
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["acted, not verified"])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: beside something that acts, the old words were tried again for a day.
    @Test func `a message beside something that acts is told anew before it is tried again`() {
        let tell = "{id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        let contain = PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced}\n- {id: look, action: fake.verify}",
                always: "- {id: all, parallel: [\(tell), {id: act, action: fake.once}]}"
            )
        )
        var harness = CoreHarness([contain, Self.restore])
        harness.event()
        for step in ["bolt", "look"] { harness.finish(step, .ok) }
        harness.finish("tell", .transient(after: .seconds(40)))
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("act", .ok)
        harness.finish("back", .ok)
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(100))
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == ["contained", "acted, not verified"]
        )
        #expect(harness.performed("act").count == 1)
        #expect(harness.violations.isEmpty)
    }

    /// A run that is contained, and that lets its device in while its messages are under way.
    private static func lettingIn(telling beside: String) -> CoreHarness {
        let tell = "{id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced}\n- {id: look, action: fake.verify}",
                always: "- {id: all, parallel: [\(tell), \(beside)]}",
                on: "{event: violation, cleared: release}"
            )
        )
        harness.event()
        for step in ["bolt", "look"] { harness.finish(step, .ok) }
        harness.event(Sample.event("e-over", state: .cleared, at: harness.now))
        #expect([harness.word("bolt/release"), harness.word("tell")] == ["intent", "intent"])
        return harness
    }

    /// A review: in a branch beside something that acts, what was under way was sent again as it was, and never told anew.
    @Test(arguments: [AttemptResult.ok, .transient(after: .seconds(40)), nil] as [AttemptResult?])
    func `a message that was under way beside something that acts is told anew, after a restart too`(
        _ answer: AttemptResult?
    ) {
        var harness = Self.lettingIn(telling: "{id: act, action: fake.once}")
        harness.finish("act", .ok)
        if let answer { harness.finish("tell", answer) } else { harness.restart() }
        harness.finish("tell", .ok)
        harness.finish("bolt/release", .ok)
        harness.advance(by: .seconds(100))
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == ["contained", "acted, not verified"]
        )
        #expect(harness.performed("act").count == 1)
        #expect(harness.word("all") == "joined")
        #expect(harness.violations.isEmpty)
    }

    /// A review: as long as the tries of the two overlapped, each was sent again as it was.
    @Test func `of two messages that were under way neither is sent again before both are told anew`() {
        var harness = Self.lettingIn(telling: "{id: more, action: fake.notify}")
        harness.finish("tell", .transient(after: .seconds(2)))
        harness.advance(by: .seconds(5))
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["contained"])
        harness.finish("more", .ok)
        for step in ["tell", "more", "bolt/release"] { harness.finish(step, .ok) }
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == ["contained", "acted, not verified"]
        )
        #expect(harness.performed("more").count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: whatever stood beside the messages was done twice.
    @Test func `what acts beside the messages is done once, though it lets the device in itself`() {
        let contain = PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: bolt, action: fake.fenced}\n- {id: look, action: fake.verify}",
                always: "- {id: act, action: fake.once}\n- {id: back, action: fake.restore}"
            )
        )
        var harness = CoreHarness([contain])
        harness.event()
        for step in ["bolt", "look", "act", "back"] { harness.finish(step, .ok) }
        #expect([harness.performed("act").count, harness.performed("back").count] == [1, 1])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: what one run's take-up said moved another on, which then took its own new command for one of before.
    @Test func `a run that is taken up moves no other on before that has found out what became of its own`() {
        let waiting = PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: pause, wait: 10m}\n- {id: ping, action: fake.notify}",
                named: "waiting",
                on: "{event: manual}"
            )
        )
        var harness = CoreHarness([Self.restore, waiting])
        for (number, playbook) in [Self.restore, waiting].enumerated() {
            harness.start(playbook, Sample.event("e-\(number)", at: harness.now))
        }
        harness.moveClock(to: harness.now + .seconds(1_000))
        harness.restart()
        harness.take(.tick)
        #expect(harness.word("ping") == "intent")
        #expect(harness.performed("ping").map(\.attempt.number) == [1])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: the word went, though nothing was sent.
    @Test func `who gives up a measure that cannot be taken back takes no other run's word`() {
        var harness = CoreHarness([Self.containing(named: "one"), Self.containing(named: "two")])
        harness.start(Self.containing(named: "one"), Sample.event("e-1", at: harness.now))
        for step in ["bolt", "look", "tell"] { harness.finish(step, .ok) }
        harness.advance(by: .seconds(3_600))
        harness.finish("bolt/release", .unknown)
        harness.advance(by: .seconds(70))
        harness.finish("bolt/release", .permanent)
        #expect(harness.phase(of: "one") == .waitingForPerson(.stopped))
        harness.start(Self.containing(named: "two"), Sample.event("e-2", at: harness.now))
        for step in ["bolt", "look", "tell"] { harness.finish(step, .ok) }
        #expect(harness.phase(of: "two") == .inForce(.contained))
        let stuck = harness.runs.first { $0.playbook.name == "one" }?.id ?? harness.run().id
        let decision = Decision(run: stuck, step: "bolt/release", agrees: false, reason: "", by: Self.ada, groups: [])
        _ = harness.order(.decide(decision))
        #expect(harness.phase(of: "two") == .inForce(.contained))
        #expect(harness.violations.isEmpty)
    }

    @Test func `a drill, and what lets in for a time, end nothing of others`() throws {
        for (steps, isDrill) in [
            ("- {id: back, action: fake.restore}", true), ("- {id: back, action: fake.restore, expires: 5m}", false),
        ] {
            var harness = Self.containing("- {id: bolt, action: fake.fenced}")
            harness.event()
            harness.finish("bolt", .ok)
            harness.finish("look", .ok)
            let text = PlaybookFixture.text(steps, named: "restore", on: "{event: manual}")
            harness.start(PlaybookFixture.compiled(text), Sample.event("e-2", at: harness.now), dryRun: isDrill)
            harness.finish("back", isDrill ? .success(.rehearsed) : .ok)
            #expect(try measures(harness).first { $0.step == "bolt" }?.state == .inForce)
            #expect(harness.phase(of: "contain")?.outcome == (isDrill ? .contained : .actedNotVerified))
        }
    }
}

extension CoreHarness {
    fileprivate func phase(of playbook: String) -> Run.Phase? {
        runs.first { $0.playbook.name == playbook }?.phase
    }
}
