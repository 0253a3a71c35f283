import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

@Suite struct GuardTests {
    private func harness(
        _ guards: String,
        steps: String = "- {id: act, action: fake.once}\n- {id: then, action: fake.idempotent}"
    ) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                steps,
                always: "- {id: tell, action: fake.notify, with: {text: \"${{ run.outcome }}\"}}",
                guards: guards
            )
        )
    }

    private func cause(_ harness: CoreHarness, of device: String = "pump-7") -> Hold.Cause? {
        guard case .held(let hold) = harness.state("act", of: device) else { return nil }
        return hold.cause
    }

    @Test func `a limit of one device holds the second`() {
        var harness = harness("{limit: {devices: 1, per: 10m}}")
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.word("act", of: "pump-1") == "intent")
        #expect(cause(harness, of: "pump-2") == .limit)
        #expect(harness.performed("act").count == 1)
        #expect(harness.records(.guardHeld).map(\.step) == ["act"])
        #expect(harness.performed("tell").map { $0.attempt.request["text"] } == ["held"])
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "waiting-for-person: held")
        #expect(harness.violations.isEmpty)
    }

    @Test func `over skip ends the run instead of asking`() {
        var harness = harness("{limit: {devices: 1, per: 10m}, over: skip}")
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.word("act", of: "pump-2") == "skipped")
        #expect(harness.word("then", of: "pump-2") == "skipped")
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-2") == "ended: nothing done")
    }

    @Test func `a limit counts within its window`() {
        var harness = harness("{limit: {devices: 1, per: 10m}}")
        harness.event("e-1", of: "pump-1")
        harness.advance(by: .seconds(599))
        harness.event("e-2", of: "pump-2")
        harness.advance(by: .seconds(1))
        harness.event("e-3", of: "pump-3")
        #expect(cause(harness, of: "pump-2") == .limit)
        #expect(harness.word("act", of: "pump-3") == "intent")
    }

    @Test func `each of several limits holds`() {
        var harness = harness("{limit: [{devices: 2, per: 1m}, {devices: 3, per: 1h}]}")
        for number in 1...5 {
            harness.event("e-\(number)", of: "pump-\(number)")
            harness.advance(by: .seconds(60))
        }
        let held = (1...5).map { cause(harness, of: "pump-\($0)") == .limit }
        #expect(held == [false, false, false, true, true])
    }

    @Test func `a device that is counted already counts once`() {
        var harness = harness("{limit: {devices: 1, per: 1h}}")
        harness.event("e-1")
        harness.finish("act", .ok)
        harness.finish("then", .ok)
        harness.finish("tell", .ok)
        harness.advance(by: .seconds(1_000))
        harness.event("e-2")
        #expect(harness.runs.count == 2)
        #expect(harness.performed("act").count == 2)
    }

    @Test func `the steps of one moment are debited once, and a run that is held not at all`() {
        var harness = harness("{limit: {devices: 1, per: 10m}}")
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        harness.finish("act", .ok)
        #expect(harness.word("then", of: "pump-1") == "intent")
        #expect(harness.touches.map(\.device.description) == ["pump-1"])
    }

    @Test func `a limit is counted on after a restart`() {
        var harness = harness("{limit: {devices: 1, per: 10m}}")
        harness.event("e-1", of: "pump-1")
        harness.restart()
        harness.event("e-2", of: "pump-2")
        #expect(cause(harness, of: "pump-2") == .limit)
    }

    private static let one = ["fake.idempotent": ActionLimit(devices: 1, window: .seconds(600))]

    @Test func `the limit of an action counts over all playbooks`() {
        let steps = "- {id: act, action: fake.idempotent}"
        let playbooks = ["a", "b"].map { PlaybookFixture.compiled(PlaybookFixture.text(steps, named: $0)) }
        var harness = CoreHarness(playbooks, actionLimits: Self.one)
        harness.start(playbooks[0], Sample.event("e-1", of: "pump-1", at: harness.now))
        harness.start(playbooks[1], Sample.event("e-2", of: "pump-2", at: harness.now))
        #expect(harness.word("act", of: "pump-1") == "intent")
        #expect(cause(harness, of: "pump-2") == .actionLimit)
        #expect(
            harness.records(.guardHeld).map(\.detail) == [
                "fake.idempotent may reach 1 device in 10 min, over all playbooks, and has reached 1"
            ]
        )
        harness.advance(by: .seconds(600))
        harness.start(playbooks[1], Sample.event("e-3", of: "pump-3", at: harness.now))
        #expect(harness.word("act", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty)
    }

    @Test func `the limit of an action is counted on after a restart, and a person lets one pass`() throws {
        let text = PlaybookFixture.text("- {id: act, action: fake.idempotent}")
        var harness = CoreHarness(text, actionLimits: Self.one)
        harness.event("e-1", of: "pump-1")
        harness.restart()
        harness.event("e-2", of: "pump-2")
        #expect(cause(harness, of: "pump-2") == .actionLimit)
        let run = harness.run(of: "pump-2")
        let decision = Decision(
            run: run.id,
            step: "act",
            agrees: true,
            reason: "",
            by: Sample.operatorOnDuty,
            groups: []
        )
        _ = harness.decide(decision)
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test func `a drill says what the limit of an action would hold, and uses none of it`() {
        let text = PlaybookFixture.text("- {id: act, action: fake.idempotent}", mode: "drill")
        var harness = CoreHarness(text, actionLimits: Self.one)
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.records(.guardWouldHold).map(\.step) == ["act"])
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test func `a device that the registry protects is held`() {
        var harness = harness("{limit: {devices: 25, per: 10m}}")
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(Device(id: id, isProtected: true))
        harness.event()
        #expect(cause(harness) == .protected)
        #expect(harness.records(.guardHeld).map(\.outcome) == ["protected"])
        #expect(harness.performed("act").isEmpty)
        #expect(harness.touches.isEmpty)
    }

    /// Devices of one site, of which the registry knows so many.
    private func standing(_ numbers: ClosedRange<Int>, peers: Int, in harness: inout CoreHarness) {
        for number in numbers {
            let id = Sample.device("pump-\(number)")
            harness.devices[id] = .found(Device(id: id, site: "hall", peers: peers))
        }
    }

    @Test func `the last working device of a site is held, also after a restart`() {
        var harness = harness("{limit: {devices: 25, per: 10m}}")
        standing(1...3, peers: 2, in: &harness)
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        harness.restart()
        harness.event("e-3", of: "pump-3")
        #expect(harness.word("act", of: "pump-2") != "held")
        #expect(cause(harness, of: "pump-3") == .lastOfSite)
        let words = "device pump-3 is the last device of site hall that works: of 2 others, runs act on 2"
        #expect(harness.records(.guardHeld).map(\.detail) == [words])
    }

    @Test func `a device that a run let go of works again`() {
        var harness = harness("{limit: {devices: 25, per: 10m}}", steps: "- {id: act, action: fake.once}")
        standing(1...2, peers: 1, in: &harness)
        harness.event("e-1", of: "pump-1")
        harness.finish("act", .ok)
        harness.finish("tell", .ok)
        #expect(harness.outcome(of: "pump-1").hasPrefix("ended"))
        harness.event("e-2", of: "pump-2")
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test func `a playbook may allow the last device of a site, and a site that nobody knows has none`() {
        var harness = harness("{limit: {devices: 25, per: 10m}, last_of_site: allow}")
        standing(1...1, peers: 0, in: &harness)
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.word("act", of: "pump-1") == "intent")
        #expect(harness.word("act", of: "pump-2") == "intent")
    }

    @Test(arguments: ["", ", gateways: allow"]) func `a gateway of others is held, unless the playbook allows it`(
        _ allowed: String
    ) {
        var harness = harness("{limit: {devices: 25, per: 10m}\(allowed)}")
        let (known, unknown) = (Sample.device("pump-7"), Sample.device("pump-8"))
        harness.devices[known] = .found(Device(id: known, children: 3))
        harness.devices[unknown] = .found(Device(id: unknown, isRegistered: false, children: 3))
        for (number, device) in [known, unknown].enumerated() {
            harness.event("e-\(number)", of: device.description)
            #expect(cause(harness, of: device.description) == (allowed.isEmpty ? .gateway : nil))
            #expect(harness.word("act", of: device.description) == (allowed.isEmpty ? "held" : "intent"))
        }
    }

    @Test func `a device that the playbook protects is held`() {
        var harness = harness(
            "{limit: {devices: 25, per: 10m}, protect: 'device.tags.exists(t, t == \"life-safety\")'}"
        )
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(Device(id: id, tags: ["indoor", "life-safety"]))
        harness.event("e-1")
        harness.event("e-2", of: "pump-8")
        #expect(cause(harness) == .protected)
        #expect(harness.word("act", of: "pump-8") == "intent")
    }

    @Test func `a device that the registry does not know is no secret: its limit and playbook decide`() {
        var harness = harness("{limit: {devices: 25, per: 10m}}")
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(.unregistered(id))
        harness.event()
        #expect(harness.word("act") == "intent")
    }

    @Test func `protection holds each step that touches, and lets the others through`() {
        var harness = harness(
            "{limit: {devices: 25, per: 10m}}",
            steps: """
                - {id: note, action: fake.notify}
                - id: both
                  parallel:
                    - {id: act, action: fake.once}
                    - {id: look, action: fake.verify}
                """
        )
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(Device(id: id, isProtected: true))
        harness.event()
        harness.finish("note", .ok)
        #expect(harness.word("act") == "held")
        #expect(harness.word("look") == "intent")
        harness.finish("look", .ok)
        harness.finish("tell", .ok)
        #expect(harness.outcome() == "waiting-for-person: held")
        #expect(harness.violations.isEmpty)
    }

    private func pumps(_ count: Int, at site: String) -> [Device] {
        (1...count).map { Device(id: Sample.device("\(site)-\($0)"), site: site, groups: ["pumps"]) }
    }

    /// What became of `act` on each device, the first letter of each word.
    private func words(_ guards: String, _ devices: [Device], fleet: FleetSnapshot?) -> String {
        var harness = harness(guards)
        if let fleet { harness.take(.fleet(fleet)) }
        for (number, device) in devices.enumerated() {
            harness.devices[device.id] = .found(device)
            harness.event("e-\(number)", of: device.id.description)
        }
        return devices.map { String(harness.word("act", of: $0.id.description).prefix(1)) }.joined()
    }

    @Test func `a share of a site is counted for each site by itself`() {
        let devices = pumps(4, at: "north") + pumps(2, at: "south")
        let fleet = FleetSnapshot(size: 150, sites: ["north": 100, "south": 50], groups: [:])
        let limit = "{limit: {share: 2%, of: site, per: 1h, at_least: 1}}"
        #expect(words(limit, devices, fleet: fleet) == "iihhih")
    }

    @Test func `a share of a small site is at least what it says`() {
        let fleet = FleetSnapshot(size: 10, sites: ["north": 10], groups: ["pumps": 10])
        let devices = pumps(4, at: "north")
        #expect(words("{limit: {share: 2%, of: site, per: 1h, at_least: 3}}", devices, fleet: fleet) == "iiih")
        #expect(words("{limit: {share: 20%, of: group, per: 1h}}", devices, fleet: fleet) == "iihh")
        #expect(words("{limit: {share: 0.5%, of: fleet, per: 1h}}", devices, fleet: fleet) == "ihhh")
    }

    @Test func `a limit over sites or groups counts there, and devices without one together`() {
        let devices = pumps(2, at: "north") + [Device(id: Sample.device("x-1")), Device(id: Sample.device("x-2"))]
        #expect(words("{limit: {devices: 1, of: site, per: 1h}}", devices, fleet: nil) == "ihih")
        #expect(words("{limit: {devices: 1, of: group, per: 1h}}", devices, fleet: nil) == "ihih")
    }

    @Test func `a share of a fleet that nobody could count holds, whatever over says`() {
        #expect(
            words("{limit: {share: 50%, of: fleet, per: 1h}, over: skip}", pumps(1, at: "north"), fleet: nil) == "h"
        )
    }

    @Test func `a storm holds everything that comes, and nothing before it`() {
        var harness = harness("{limit: {devices: 1000, per: 10m}, storm: {devices: 4, per: 5m}}")
        for number in 1...5 { harness.event("e-\(number)", of: "pump-\(number)") }
        let words = (1...5).map { harness.word("act", of: "pump-\($0)") }
        #expect(words == ["intent", "intent", "intent", "held", "held"])
        #expect(cause(harness, of: "pump-4") == .storm)
        harness.restart()
        harness.event("e-6", of: "pump-6")
        #expect(cause(harness, of: "pump-6") == .storm)
        harness.advance(by: .seconds(301))
        harness.event("e-7", of: "pump-7")
        #expect(harness.word("act") == "intent")
    }

    @Test(
        arguments: [
            ("{limit: {devices: 2, per: 1h}}", 100), ("{limit: {devices: 2, per: 1h}, over: skip}", 100),
            ("{limit: {devices: 30, per: 1h}}", 120), ("{limit: {share: 50%, per: 1h, at_least: 40}}", 160),
            ("{limit: [{devices: 30, per: 1h}, {devices: 5, of: site, per: 1h}]}", 100),
            ("{limit: {devices: 2, per: 1h}, storm: off}", nil),
        ] as [(String, Int?)]
    )
    func `a storm is seen though the playbook says nothing of it, beyond four times what a limit allows`(
        _ guards: String,
        _ expected: Int?
    ) {
        var harness = harness(guards)
        harness.take(.fleet(FleetSnapshot((1...20).map { Device(id: Sample.device("pump-\($0)")) })))
        for number in 1...165 { harness.event("e-\(number)", of: "pump-\(number)") }
        let first = (1...165).first { cause(harness, of: "pump-\($0)") == .storm }
        #expect(first == expected)
    }

    @Test func `a storm does not keep a device out that is to be let back in`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.idempotent}\n- {id: back, action: fake.restore}",
                guards: "{limit: {devices: 1000, per: 10m}, storm: {devices: 2, per: 5m}}"
            )
        )
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(cause(harness, of: "pump-2") == .storm)
        harness.finish("act", .ok)
        #expect(harness.word("back", of: "pump-1") == "intent")
    }

    @Test func `a storm that nobody said anything of goes by`() {
        var harness = harness("{limit: {devices: 2, per: 1s}}")
        for number in 1...100 { harness.event("e-\(number)", of: "pump-\(number)") }
        harness.advance(by: .seconds(299))
        harness.event("e-101", of: "pump-101")
        #expect(cause(harness, of: "pump-101") == .storm)
        harness.advance(by: .seconds(301))
        harness.event("e-102", of: "pump-102")
        #expect(harness.word("act", of: "pump-102") == "intent")
    }

    @Test func `a storm is one of different devices`() {
        var harness = harness("{limit: {devices: 1000, per: 10m}, storm: {devices: 2, per: 5m}}")
        for number in 1...5 { harness.event("e-\(number)") }
        #expect(harness.word("act") == "intent")
    }

    // The start of these worlds is Monday, 21 September 2026, 14:13:20 UTC.
    @Test(arguments: [
        ("{from: 2026-09-21T14:00:00Z, until: 2026-09-21T15:00:00Z}", true),
        ("{from: 2026-09-21T15:00:00Z, until: 2026-09-21T16:00:00Z}", false),
        ("{days: [monday]}", true), ("{days: [tuesday, sunday]}", false),
        ("{days: [monday], from: \"14:00\", until: \"14:14\"}", true),
        ("{days: [monday], from: \"14:00\", until: \"14:13\"}", false),
        ("{days: [sunday], from: \"22:00\", until: \"15:00\"}", true),
        ("{days: [monday], from: \"22:00\", until: \"15:00\"}", false),
        ("{days: [monday], from: \"16:00\", until: \"17:00\", zone: Europe/Berlin}", true),
        ("[{days: [sunday]}, {days: [monday]}]", true),
    ])
    func `nothing is touched in a freeze`(_ freeze: String, _ isFrozen: Bool) {
        var harness = harness("{limit: {devices: 5, per: 1h}, freeze: \(freeze)}")
        harness.event()
        #expect(cause(harness) == (isFrozen ? .frozen : nil))
    }
}
