import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// An alarm that comes and goes cuts its device off, and lets it in, so many times.
@Suite struct FlappingTests {
    private func harness(
        _ more: String = "",
        on: String = "cleared: release",
        steps: String = "- {id: act, action: fake.fenced}\n- {id: then, action: fake.idempotent}"
    ) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                steps,
                on: "{event: violation, \(on)}",
                guards: "{limit: {devices: 25, per: 10m}\(more)}"
            )
        )
    }

    private func guards(_ more: String = "", on: String) -> Playbook.Guards {
        PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                on: "{event: violation, \(on)}",
                guards: "{limit: {devices: 25, per: 10m}\(more)}"
            )
        ).guards
    }

    /// The alarm comes, the device is cut off, the alarm ends, and the device is let in, as far as a guard lets it.
    private func flap(_ number: Int, _ harness: inout CoreHarness, of device: String = "pump-7") {
        harness.event("e-\(number)", of: device)
        for step in ["act", "then"] where harness.awaits(step) { harness.finish(step, .ok) }
        harness.advance(by: .seconds(20))
        harness.event(Sample.event("e-\(number)-over", of: device, state: .cleared, at: harness.now))
        if harness.awaits("act/release") { harness.finish("act/release", .ok) }
        harness.advance(by: .seconds(20))
    }

    private func causes(_ harness: CoreHarness) -> [String?] { harness.records(.guardHeld).map(\.outcome) }

    @Test(arguments: [false, true]) func `the sixth run within an hour waits for a person`(_ restarts: Bool) {
        var harness = harness()
        for number in 1...5 {
            flap(number, &harness)
            if restarts { harness.restart() }
        }
        #expect(harness.performed("act").count == 5)
        #expect(harness.records(.guardHeld).isEmpty)
        harness.event("e-6")
        #expect(harness.performed("act").count == 5)
        #expect(
            harness.records(.guardHeld).map(\.detail) == [
                "contain may touch a device in 5 runs within 60 min, and has touched pump-7 in 5: its alarm comes and goes"
            ]
        )
        #expect(causes(harness) == ["flapping"])
        harness.event("e-7", of: "pump-8")
        #expect(harness.word("act", of: "pump-8") == "intent", "another device has an hour of its own")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what is an hour old counts no more`() {
        var harness = harness()
        flap(1, &harness)
        harness.advance(by: .seconds(3_600 - 200))
        for number in 2...5 { flap(number, &harness) }
        flap(6, &harness)
        #expect(harness.performed("act").count == 6)
        flap(7, &harness)
        #expect(harness.performed("act").count == 6)
        #expect(causes(harness) == ["flapping"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a person lets one run pass, and the next one is held again`() {
        var harness = harness(", flapping: {runs: 1, per: 1h}", on: "dedupe: {by: device.id, for: 1s}")
        func finish() { for step in ["act", "then"] { harness.finish(step, .ok) } }
        harness.event("e-1")
        finish()
        harness.advance(by: .seconds(2))
        harness.event("e-2")
        let held = harness.runs[1]
        #expect(held.steps[0].state.holdForPerson?.cause == .flapping)
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        harness.decide(Decision(run: held.id, step: "act", agrees: true, reason: "seen it", by: ada, groups: []))
        #expect(harness.performed("act").count == 2)
        finish()
        harness.advance(by: .seconds(2))
        harness.event("e-3")
        #expect(harness.runs[2].steps[0].state.holdForPerson?.cause == .flapping)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `the steps of one run count once, whatever 'over' says it holds, and 'off' counts none`() {
        for (word, expected) in [("{runs: 2, per: 1h}, over: skip", 2), ("off", 4)] {
            var harness = harness(", flapping: \(word)")
            for number in 1...4 { flap(number, &harness) }
            #expect(harness.performed("act").count == expected, "\(word)")
            #expect(harness.performed("then").count == expected, "\(word)")
            #expect(causes(harness) == (expected == 4 ? [] : ["flapping", "flapping"]))
        }
    }

    @Test func `what people start is no alarm, and is neither held nor counted`() {
        var harness = harness(", flapping: {runs: 1, per: 1h}")
        for number in 1...3 {
            harness.start(harness.playbooks[0], Sample.event("e-\(number)", at: harness.now))
            for step in ["act", "then"] { harness.finish(step, .ok) }
        }
        #expect(harness.performed("act").count == 3)
        #expect(harness.touches.allSatisfy { $0.runs.isEmpty })
    }

    @Test func `an edit of the playbook forgets nothing`() {
        var harness = harness(", flapping: {runs: 2, per: 1h}")
        for number in 1...2 { flap(number, &harness) }
        let edited = self.harness(
            ", flapping: {runs: 2, per: 1h}, canary: off",
            steps: "- {id: act, action: fake.once}"
        )
        harness.restart(playbooks: edited.playbooks)
        harness.event("e-3")
        #expect(causes(harness) == ["flapping"])
    }

    @Test(
        arguments: [
            ("cleared: ignore", 5), ("dedupe: {by: device.id, for: 1h}", 5), ("dedupe: {for: 10m}", 6),
            ("dedupe: {for: 1m}", 60), ("dedupe: {for: 1s}", 60), ("dedupe: {by: event.metric}", nil),
        ] as [(String, Int?)]
    )
    func `unless it is said, alarms act as often as the window of 'dedupe' alone lets them`(
        _ on: String,
        _ expected: Int?
    ) {
        let standard = guards(on: on).flapping
        #expect(standard?.runs == expected)
        #expect(standard.map(\.isStandard) ?? true)
        #expect(guards(", flapping: off", on: on).flapping == nil)
        let written = guards(", flapping: {runs: 2, per: 10m}", on: on).flapping
        #expect(written?.runs == 2 && written?.window == .seconds(600))
    }

    /// A review: a run was held for flapping because of itself.
    @Test func `what a person has sent anew is not held for flapping, and counts for no run more`() {
        var harness = harness(", flapping: {runs: 1, per: 1h}", steps: "- {id: act, action: fake.once}")
        harness.event()
        harness.finish("act", .permanent)
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        harness.decide(
            Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: ada, groups: [])
        )
        #expect(harness.performed("act").count == 2)
        #expect(harness.records(.guardHeld).isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}

extension CoreHarness {
    fileprivate func awaits(_ step: String) -> Bool { awaited.contains { id(of: $0.intent) == step } }
}
