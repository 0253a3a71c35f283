import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// A step whose action touches nothing by itself, and that says what it does.
@Suite struct ReachTests {
    private static let fleetLimit = "{limit: {devices: 25, per: 10m}}"

    private func text(_ word: String, guards: String, named name: String = "contain", on: String) -> String {
        let steps = "- {id: act, action: fake.notify, touches: \(word)}"
        let always = "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}"
        return PlaybookFixture.text(steps, always: always, named: name, on: on, guards: guards)
    }

    private func harness(_ word: String, _ guards: String = fleetLimit) -> CoreHarness {
        CoreHarness(text(word, guards: guards, on: "{event: violation}"))
    }

    private func cause(_ harness: CoreHarness, of device: String = "pump-7") -> Hold.Cause? {
        guard case .held(let hold) = harness.state("act", of: device) else { return nil }
        return hold.cause
    }

    @Test(arguments: [false, true]) func `a request that touches the device counts for a limit, and is held by one`(
        _ withRestart: Bool
    ) {
        var harness = harness("device", "{limit: {devices: 1, per: 10m}}")
        harness.event("e-1", of: "pump-1")
        if withRestart { harness.restart() }
        harness.event("e-2", of: "pump-2")
        #expect(harness.touches.map(\.device.description) == ["pump-1"])
        #expect(cause(harness, of: "pump-2") == .limit)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `it is held where the device is protected, a gateway, or in a storm`() {
        var harness = harness("device", "{limit: {devices: 25, per: 10m}, storm: {devices: 3, per: 5m}}")
        let (protected, gateway) = (Sample.device("pump-1"), Sample.device("pump-2"))
        harness.devices[protected] = .found(Device(id: protected, isProtected: true))
        harness.devices[gateway] = .found(Device(id: gateway, children: 2))
        for number in 1...3 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect((1...3).map { cause(harness, of: "pump-\($0)") } == [.protected, .gateway, .storm])
        #expect(harness.touches.isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `whether the device was protected meanwhile is looked up before it leaves`() throws {
        var harness = harness("device")
        harness.event()
        let intent = try #require(harness.performed("act").first)
        guard case .asked = intent.protection else {
            Issue.record("nobody is to ask the registry again")
            return
        }
    }

    @Test func `an event that is too old touches nothing by it`() {
        var harness = harness("device")
        harness.event(Sample.event("e-1", of: "pump-7", at: harness.now - .seconds(3_600)))
        #expect(harness.state("act") == .skipped(.eventTooOld))
    }

    @Test func `it acts, and proves nothing`() {
        var harness = harness("device")
        harness.event()
        harness.finish("act", .ok)
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "ended: acted, not verified")
    }

    @Test func `it takes the lane, and has a number`() throws {
        let playbooks = ["one", "two"].map {
            PlaybookFixture.compiled(text("device", guards: Self.fleetLimit, named: $0, on: "{event: \($0)}"))
        }
        var harness = CoreHarness(playbooks)
        for name in ["one", "two"] {
            harness.event(Sample.event("e-\(name)", of: "pump-7", type: name, at: harness.now))
        }
        let words = harness.runs.map { $0.steps[0].state.text }.sorted()
        #expect(words == ["intent", "queued"])
        #expect(try #require(harness.performed("act").first).attempt.fence != nil)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `one that touches nothing is held by no guard, as one without a word`() {
        var harness = harness("nothing", "{limit: {devices: 1, per: 10m}}")
        for number in 1...2 { harness.event("e-\(number)", of: "pump-\(number)") }
        #expect((1...2).map { harness.word("act", of: "pump-\($0)") } == ["intent", "intent"])
        #expect(harness.touches.isEmpty)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
