import Domain
import Ledger
import Response
import TestKit
import Testing

/// A reading found it: a run that is not taken up counted for no guard. The last device of a site was cut off beside
/// one that was so already, and a canary let the others go though its first run had ended the engine.
@Suite struct RunAsideTests {
    /// After a restart that sets the run of the first pump aside, ten minutes later. The two are all of their site.
    private func restarted(
        _ steps: String = "- {id: act, action: fake.once}",
        guards: String = "{limit: {devices: 25, per: 10m}}",
        isGivenUp: Bool
    ) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps, guards: guards))
        for id in ["pump-1", "pump-2"].map(Sample.device) {
            harness.devices[id] = .found(Device(id: id, site: "hall", peers: 1))
        }
        harness.event("e-1", of: "pump-1")
        harness.givenUp[Sample.device("pump-1")] = isGivenUp
        harness.moveClock(to: harness.now + .seconds(601))
        harness.restart()
        harness.event("e-2", of: "pump-2")
        return harness
    }

    private func cause(_ harness: CoreHarness) -> Hold.Cause? {
        guard case .held(let hold) = harness.state("act", of: "pump-2") else { return nil }
        return hold.cause
    }

    @Test(arguments: [false, true]) func `its device does not count as one that works`(isGivenUp: Bool) {
        let harness = restarted(isGivenUp: isGivenUp)
        #expect(cause(harness) == .lastOfSite)
        #expect(harness.performed("act").count == 1, "by the process before")
        #expect(harness.violations.isEmpty)
    }

    @Test func `one that has only told people leaves its device as it was`() {
        var harness = restarted("- {id: tell, action: fake.notify}\n- {id: act, action: fake.once}", isGivenUp: false)
        harness.finish("tell", .ok)
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test(arguments: [false, true]) func `it has not fared well, until a person gives it up`(isGivenUp: Bool) {
        let guards = "{limit: {devices: 25, per: 10m}, last_of_site: allow, canary: {devices: 1, soak: 10m}}"
        let harness = restarted(guards: guards, isGivenUp: isGivenUp)
        #expect(cause(harness) == (isGivenUp ? nil : .canary))
        #expect(harness.word("act", of: "pump-2") == (isGivenUp ? "intent" : "held"))
        let told = harness.records(.guardHeld).compactMap(\.detail)
        #expect(told.allSatisfy { $0.contains("was set aside") } && told.count == (isGivenUp ? 0 : 1))
    }

    @Test func `a drill that is set aside touched nothing`() {
        let text = PlaybookFixture.text("- {id: act, action: fake.once}", mode: "drill")
        var harness = CoreHarness(text)
        for id in ["pump-1", "pump-2"].map(Sample.device) {
            harness.devices[id] = .found(Device(id: id, site: "hall", peers: 1))
        }
        harness.event("e-1", of: "pump-1")
        harness.givenUp[Sample.device("pump-1")] = false
        harness.restart()
        harness.event("e-2", of: "pump-2")
        #expect(harness.records(.guardWouldHold).isEmpty)
    }
}
