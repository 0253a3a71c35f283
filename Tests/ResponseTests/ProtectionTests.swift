import Domain
import Ledger
import Response
import TestKit
import Testing

/// What the engine looks up once more before a command leaves.
@Suite struct ProtectionTests {
    @Test func `an intent says since when it is known that its device is not protected, and whom a person let pass`() {
        var known = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.idempotent}"))
        known.event()
        #expect(known.performed("act").map(\.protection) == [.asked(known.run().started)])
        let protected = Device(id: Sample.device("pump-7"), isProtected: true)
        #expect(passed(.found(protected)) == [.ofNoMatter])
        #expect(passed(.unavailable(protected.id, Sample.error("out of reach"))) == [.undecided])
    }

    private func passed(_ lookup: DeviceLookup) -> [Intent.Protection] {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.idempotent}"))
        harness.devices[Sample.device("pump-7")] = lookup
        harness.event()
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run().id
        harness.order(.decide(Decision(run: run, step: "act", agrees: true, reason: "", by: ada, groups: [])))
        return harness.performed("act").map(\.protection)
    }
}
