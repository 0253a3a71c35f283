import Domain
import Ledger
import Playbooks
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

    // MARK: - Its word

    private static let restore = PlaybookFixture.compiled(
        PlaybookFixture.text("- {id: back, action: fake.restore}", named: "restore", on: "{event: manual}")
    )

    /// A run that has proven that its device is cut off, and is about to say so; set aside then by a restart.
    private func proven() -> CoreHarness {
        let contain = PlaybookFixture.text(
            "- {id: bolt, action: fake.fenced}\n- {id: look, action: fake.verify}",
            always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        )
        var harness = CoreHarness([PlaybookFixture.compiled(contain), Self.restore])
        harness.event()
        for step in ["bolt", "look"] { harness.finish(step, .ok) }
        return harness
    }

    private func phase(_ harness: CoreHarness) -> Run.Phase? {
        harness.runs.first { $0.playbook.name == "contain" }?.phase
    }

    /// A review: another run had let the device in meanwhile, and it went on saying that it was contained.
    @Test(arguments: [false, true]) func `a run that is taken up again says no more that its device is contained`(
        _ isLetIn: Bool
    ) {
        var harness = proven()
        harness.finish("tell", .ok)
        #expect(phase(harness) == .inForce(.contained))
        harness.givenUp[Sample.device("pump-7")] = false
        for _ in 1...2 { harness.restart() }
        #expect(harness.records(.proofOverruled).count == 1, "it is said once, when the run is set aside")
        if isLetIn {
            harness.start(Self.restore, Sample.event("e-2", at: harness.now))
            harness.finish("back", .ok)
        }
        harness.givenUp = [:]
        harness.restart()
        #expect(phase(harness) == .inForce(.actedNotVerified))
        harness.restart()
        #expect(phase(harness) == .inForce(.actedNotVerified))
        #expect(harness.records(.proofOverruled).count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `a message that was under way when its run was set aside is not sent again as it was`() {
        var harness = proven()
        harness.givenUp[Sample.device("pump-7")] = false
        harness.restart()
        harness.givenUp = [:]
        harness.restart()
        harness.finish("tell", .ok)
        #expect(
            harness.performed("tell").map { $0.attempt.request["text"] } == ["contained", "acted, not verified"]
        )
        #expect(phase(harness) == .inForce(.actedNotVerified))
        #expect(harness.violations.isEmpty)
    }

    @Test func `a verification that is made once its run is taken up again counts`() {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}\n- {id: look, action: fake.verify}")
        )
        harness.event()
        harness.finish("act", .ok)
        harness.givenUp[Sample.device("pump-7")] = false
        harness.restart()
        harness.givenUp = [:]
        harness.restart()
        harness.finish("look", .ok)
        #expect(harness.outcome() == "ended: contained")
        #expect(harness.violations.isEmpty)
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
