import Domain
import Playbooks
import Response
import TestKit
import Testing

/// Guards that cannot be decided: not knowing is not permission.
@Suite struct UndecidedGuardTests {
    private func harness(_ guards: String) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                guards: guards
            )
        )
    }

    private func cause(_ harness: CoreHarness) -> Hold.Cause? {
        if case .held(let hold) = harness.state("act") { hold.cause } else { nil }
    }

    @Test func `not knowing whether a device is protected is no permission`() {
        var harness = harness("{limit: {devices: 25, per: 10m}, protect: 'device.tags[0] == \"life-safety\"'}")
        harness.event()
        #expect(cause(harness) == .undecided)
    }

    @Test func `a registry that cannot be asked holds every device, and people are told`() {
        var harness = harness("{limit: {devices: 25, per: 10m}}")
        let id = Sample.device("pump-7")
        harness.devices[id] = .unavailable(id, Sample.error("connection refused"))
        harness.event()
        #expect(cause(harness) == .undecided)
        #expect(harness.performed("act").isEmpty)
        #expect(harness.performed("tell").count == 1)
    }

    /// A review: gateways and the last of a site were touched, where the registry could not say that they are.
    @Test func `what the registry could not say of a device is asked one by one`() {
        var harness = harness("{limit: {devices: 25, per: 10m}}")
        let id = Sample.device("pump-7")
        harness.devices[id] = .unavailable(id, Sample.error("connection refused"))
        harness.event()
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let decision = Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: ada, groups: [])
        let words = "the registry could not say whether device pump-7"
        for question in ["is protected", "is the gateway of others", "is the last of its site that works"] {
            #expect(cause(harness) == .undecided)
            #expect(harness.state("act").holdForPerson?.explanation == "\(words) \(question)")
            harness.restart()
            harness.decide(decision)
        }
        #expect(harness.performed("act").count == 1)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A bug taught us: both had one cause, and whoever let the first pass had let the second pass, too.
    @Test func `who lets pass that a device may be protected has not agreed to a limit that nobody counts`() {
        var harness = harness("{limit: {share: 50%, of: fleet, per: 1h}, gateways: allow, last_of_site: allow}")
        let id = Sample.device("pump-7")
        harness.devices[id] = .unavailable(id, Sample.error("connection refused"))
        harness.event()
        #expect(cause(harness) == .undecided)
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let decision = Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: ada, groups: [])
        harness.decide(decision)
        #expect(cause(harness) == .uncounted)
        #expect(harness.performed("act").isEmpty)
        harness.decide(decision)
        #expect(harness.performed("act").count == 1)
    }

    @Test func `who lets pass one limit that nobody counts has not let pass another`() {
        var harness = harness("{limit: [{share: 50%, of: site, per: 1h}, {share: 10%, of: fleet, per: 1d}]}")
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        func sentence() -> String { harness.state("act").holdForPerson?.explanation ?? "" }
        harness.event()
        let decision = Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: ada, groups: [])
        #expect(cause(harness) == .uncounted)
        let first = sentence()
        harness.decide(decision)
        #expect(cause(harness) == .uncounted)
        #expect(sentence() != first, "\(first)")
        harness.restart()
        harness.decide(decision)
        #expect(harness.performed("act").count == 1)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A reading found it: who had let pass that one protection could not be decided had let pass all after it, too.
    @Test(arguments: [false, true])
    func `a protection that a person lets pass hides no other`(isKnown: Bool) {
        let other = isKnown ? "device.tags[0] == \"ward\"" : "device.id == \"pump-7\""
        let guards = "limit: {devices: 25, per: 10m}, gateways: allow, last_of_site: allow"
        var harness = harness("{\(guards), protect: '\(other)'}")
        let id = Sample.device("pump-7")
        harness.devices[id] =
            isKnown ? .found(Device(id: id, isProtected: true)) : .unavailable(id, Sample.error("connection refused"))
        harness.event()
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let decision = Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: ada, groups: [])
        #expect(cause(harness) == (isKnown ? .protected : .undecided))
        harness.decide(decision)
        #expect(cause(harness) == (isKnown ? .undecided : .protected))
        #expect(harness.performed("act").isEmpty)
        harness.decide(decision)
        #expect(harness.performed("act").count == 1)
    }

    /// A bug taught us: the first limit that could not be counted, once a person had let it pass, hid those after it.
    @Test func `a limit that nobody counts hides none of the others`() {
        var harness = harness("{limit: [{share: 50%, of: fleet, per: 1h}, {devices: 1, per: 1h}]}")
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        for device in ["pump-1", "pump-2"] {
            harness.event("e-\(device)", of: device)
            let run = harness.run(of: device).id
            harness.decide(Decision(run: run, step: "act", agrees: true, reason: "", by: ada, groups: []))
        }
        #expect(harness.word("act", of: "pump-1") == "intent")
        guard case .held(let hold) = harness.state("act", of: "pump-2") else {
            Issue.record("the second is over the limit")
            return
        }
        #expect(hold.cause == .limit)
    }
}
