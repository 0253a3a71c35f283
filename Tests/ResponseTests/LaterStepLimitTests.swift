import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// What a limit says of the steps of a run that come after its first, when the window of that one is over.
@Suite struct LaterStepLimitTests {
    private static let steps = """
        - {id: act, action: fake.once}
        - {id: pause, wait: 11m}
        - {id: then, action: fake.idempotent}
        """

    private func harness(
        _ guards: String = "{limit: {devices: 1, per: 10m}}",
        steps: String = steps
    ) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                steps,
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                guards: guards
            )
        )
    }

    /// An alarm of the device, whose first step is done at once.
    private func alarm(_ number: Int, _ harness: inout CoreHarness) {
        harness.event("e-\(number)", of: "pump-\(number)")
        harness.finish("act", .ok)
    }

    private func decision(_ step: String, of device: String, _ harness: CoreHarness) -> OperatorOrder {
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run(of: device).id
        let decision = Decision(run: run, step: step, agrees: true, reason: "seen it", by: ada, groups: [])
        return .decide(harness.asRead(decision))
    }

    /// A reading found it: a window bounded the first steps alone, and the harder ones of many runs came within one.
    @Test(arguments: [false, true]) func `a later step is held where its run's first is counted no more`(
        _ withRestart: Bool
    ) {
        var harness = harness()
        alarm(1, &harness)
        harness.advance(by: .seconds(630))
        alarm(2, &harness)
        #expect(harness.word("act", of: "pump-2") == "ok")
        if withRestart { harness.restart() }
        harness.advance(by: .seconds(30))
        #expect(harness.state("then", of: "pump-1").holdForPerson?.cause == .limit)
        #expect(harness.performed("then").isEmpty)
        harness.order(decision("then", of: "pump-1", harness))
        #expect(harness.word("then", of: "pump-1") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: the debit of the first step alone was counted, and it left the window while the run acted.
    @Test(arguments: [false, true]) func `a later step is counted from its own time on`(_ withRestart: Bool) {
        var harness = harness()
        alarm(1, &harness)
        harness.advance(by: .seconds(660))
        #expect(harness.word("then", of: "pump-1") == "intent")
        harness.finish("then", .ok)
        if withRestart { harness.restart() }
        harness.advance(by: .seconds(599))
        harness.event("e-2", of: "pump-2")
        #expect(harness.state("act", of: "pump-2").holdForPerson?.cause == .limit)
        harness.advance(by: .seconds(1))
        harness.event("e-3", of: "pump-3")
        #expect(harness.word("act", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a run goes on with a device that is still counted, whatever others people let pass`() {
        let steps = Self.steps.replacing("11m", with: "5m")
        var harness = harness(steps: steps)
        alarm(1, &harness)
        harness.advance(by: .seconds(60))
        harness.event("e-2", of: "pump-2")
        harness.order(decision("act", of: "pump-2", harness))
        #expect(harness.word("act", of: "pump-2") == "intent")
        harness.advance(by: .seconds(240))
        #expect(harness.word("then", of: "pump-1") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a later step beyond a limit is skipped where 'over' says so, and the run goes on`() {
        var harness = harness(
            "{limit: {devices: 1, per: 10m}, over: skip}",
            steps: Self.steps + "\n- {id: look, action: fake.pure}"
        )
        alarm(1, &harness)
        harness.advance(by: .seconds(630))
        alarm(2, &harness)
        harness.advance(by: .seconds(30))
        #expect(harness.word("then", of: "pump-1") == "skipped")
        #expect(harness.word("look", of: "pump-1") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what lets in a device that the run acted on is kept back by no limit, and counts for none`() {
        var harness = harness(steps: Self.steps.replacing("fake.idempotent", with: "fake.restore"))
        alarm(1, &harness)
        harness.advance(by: .seconds(630))
        alarm(2, &harness)
        harness.advance(by: .seconds(30))
        #expect(harness.word("then", of: "pump-1") == "intent")
        #expect(harness.touches.map(\.device.description) == ["pump-1", "pump-2"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `people hear of each device that a limit leaves half done, also where they know of others`() {
        var harness = harness()
        alarm(1, &harness)
        harness.advance(by: .seconds(630))
        alarm(2, &harness)
        harness.event("e-3", of: "pump-3")
        harness.event("e-4", of: "pump-4")
        harness.finish("tell", .ok)
        #expect(harness.state("tell", of: "pump-4") == .skipped(.toldAlready))
        harness.advance(by: .seconds(30))
        #expect(harness.word("then", of: "pump-1") == "held")
        #expect(harness.word("tell", of: "pump-1") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
