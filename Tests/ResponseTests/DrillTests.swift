import CEL
import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

@Suite struct DrillTests {
    private static let steps = """
        - {id: act, action: fake.once, with: {text: "stop ${{ device.id }}"}}
        - id: both
          parallel:
            - {id: left, action: fake.probeable}
            - {id: right, action: fake.idempotent}
        - {id: look, action: fake.verify}
        """

    private func text(mode: String, guards: String = "{limit: {devices: 1, per: 10m}}") -> String {
        PlaybookFixture.text(Self.steps, always: "- {id: tell, action: fake.notify}", mode: mode, guards: guards)
    }

    /// As the engine does: a drill's effects are answered at once, and handed to nobody.
    private func rehearse(_ harness: inout CoreHarness) {
        while let effect = harness.awaited.first {
            #expect(effect.intent.isDrill)
            harness.take(.finished(effect.intent.id, .success(.rehearsed)))
        }
    }

    @Test func `every step is rehearsed, rendered to its exact request`() {
        var harness = CoreHarness(text(mode: "drill"))
        harness.event()
        #expect(harness.performed("act").first?.attempt.request["text"] == "stop pump-7")
        rehearse(&harness)
        for step in ["act", "left", "right", "look", "tell"] {
            #expect(harness.word(step) == "rehearsed", "\(step)")
            #expect(!harness.step(step).mayHaveHadEffect)
        }
        #expect(harness.outcome() == "ended: drilled")
        #expect(harness.effects.allSatisfy { $0.intent.isDrill })
        #expect(harness.records.filter { $0.run != nil }.allSatisfy { $0.isDrill })
        #expect(harness.violations.isEmpty)
    }

    @Test func `a real hold is shown as what would hold`() {
        var harness = CoreHarness(text(mode: "drill"))
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(Device(id: id, isProtected: true))
        harness.event()
        rehearse(&harness)
        #expect(harness.step("act").wouldHold?.cause == .protected)
        #expect(harness.word("act") == "rehearsed")
        #expect(harness.records(.guardWouldHold).map(\.step) == ["act", "left", "right"])
        #expect(harness.records(.guardHeld).isEmpty)
        #expect(harness.outcome() == "ended: drilled")
    }

    @Test func `a drill uses up its own limit, and no real one`() {
        var harness = CoreHarness(text(mode: "enforce"))
        harness.start(harness.playbooks[0], Sample.event("e-1", of: "pump-1"), dryRun: true)
        rehearse(&harness)
        #expect(harness.touches.map(\.isDrill) == [true])
        harness.start(harness.playbooks[0], Sample.event("e-2", of: "pump-2"), dryRun: true)
        #expect(harness.step("act", of: "pump-2").wouldHold?.cause == .limit)
        harness.event("e-3", of: "pump-3")
        #expect(harness.word("act", of: "pump-3") == "intent")
        #expect(harness.effects.last?.intent.isDrill == false)
    }

    @Test func `a drill waits for nothing, and says for how long it would have`() {
        let steps = """
            - {id: pause, wait: 30m}
            - {id: morning, wait: {until: event.time + duration('10h')}}
            - {id: calm, wait: {event: violation, within: 1h}}
            - {id: act, action: fake.once}
            """
        var harness = CoreHarness(PlaybookFixture.text(steps, mode: "drill"))
        harness.event()
        rehearse(&harness)
        #expect(harness.outcome() == "ended: drilled")
        let morning = Sample.start + .seconds(36_000)
        let waits = harness.records(.stepDone).map(\.detail)
        #expect(
            waits == [
                "a drill does not wait: would wait 30 min",
                "a drill does not wait: would wait until \(Timestamp(nanosecondsSinceEpoch: morning.nanosecondsSinceEpoch))",
                "a drill does not wait: would wait for an event 'violation', 60 min at most",
            ]
        )
        #expect(harness.violations.isEmpty)
    }

    // They took all their rounds, and what stood after them was never rehearsed.
    @Test func `a loop that asks until there is an answer has one at once, which is said to be made up`() {
        let steps = """
            - id: tries
              for_each: "[1, 2, 3]"
              at_most: 3
              while: previous == null
              steps:
                - id: ask
                  action: fake.once
                  with: {confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 10s}}
                  on_failure: continue
            - {id: deaf, if: steps.tries.output.last == null, fail: nobody answered}
            - {id: act, action: fake.once}
            """
        var harness = CoreHarness(PlaybookFixture.text(steps, mode: "drill"))
        harness.event()
        rehearse(&harness)
        #expect(harness.word("tries[2]") == "skipped")
        #expect(harness.word("deaf") == "skipped")
        #expect(harness.word("act") == "rehearsed")
        let evidence = ["tries[1]/ask", "act"].map { harness.step($0).state.completion?.evidence }
        let word = "a drill: handed to no driver"
        #expect(evidence == ["\(word), its output is made up", word])
        #expect(harness.violations.isEmpty)
    }

    @Test func `an event that a drill does not wait for is the one that it answers`() {
        let steps = """
            - {id: calm, wait: {event: violation, within: 1h}}
            - {id: tell, action: fake.notify, with: {text: "${{ steps.calm.output.id }} again"}}
            """
        var harness = CoreHarness(PlaybookFixture.text(steps, mode: "drill"))
        harness.event("e-1")
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["e-1 again"])
    }

    @Test func `a drill joins no real incident, and takes no real event's place`() {
        let real = text(mode: "enforce")
        var harness = CoreHarness(real, mode: .drill)
        harness.event("e-1")
        rehearse(&harness)
        harness.advance(by: .seconds(1))
        harness.restart(mode: .enforce)
        harness.event("e-2")
        #expect(harness.runs.map(\.isDrill) == [true, false])
    }

    @Test func `observe counts, and starts nothing`() {
        var harness = CoreHarness(text(mode: "observe"))
        harness.event()
        #expect(harness.runs.isEmpty)
        #expect(harness.effects.isEmpty)
        #expect(harness.story == ["event.accepted", "event.observed"])
    }

    @Test(
        arguments: [
            ("enforce", Playbook.Mode.enforce, false), ("enforce", .drill, true), ("drill", .enforce, true),
            ("drill", .drill, true),
        ]
    )
    func `the server's mode tightens, and never loosens`(_ own: String, _ server: Playbook.Mode, _ isDrill: Bool) {
        var harness = CoreHarness(text(mode: own), mode: server)
        harness.event()
        #expect(harness.runs.map(\.isDrill) == [isDrill])
    }

    @Test(arguments: ["enforce", "drill"])
    func `a server that observes starts nothing`(_ own: String) {
        var harness = CoreHarness(text(mode: own), mode: .observe)
        harness.event()
        #expect(harness.runs.isEmpty)
    }

    @Test(arguments: [("enforce", Playbook.Mode.drill), ("observe", .enforce), ("drill", .enforce)])
    func `a person's start acts only where playbook and server both do`(_ own: String, _ server: Playbook.Mode) {
        var harness = CoreHarness(text(mode: own), mode: server)
        harness.start(harness.playbooks[0], Sample.event("e-1"))
        #expect(harness.runs.map(\.isDrill) == [true])
    }

    @Test func `a drill that a restart interrupted goes on, and still touches nothing`() {
        var harness = CoreHarness(text(mode: "drill"))
        harness.event()
        harness.restart()
        #expect(harness.effects.allSatisfy { $0.intent.isDrill })
        rehearse(&harness)
        #expect(harness.outcome() == "ended: drilled")
        #expect(harness.word("act") == "rehearsed")
    }
}
