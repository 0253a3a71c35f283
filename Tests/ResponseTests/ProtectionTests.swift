import Domain
import Ledger
import Response
import TestKit
import Testing

/// What the engine looks up once more before a command leaves.
@Suite struct ProtectionTests {
    private static let pump = Sample.device("pump-7")
    private static let plain = Device(id: pump)
    private static let protected = Device(id: pump, isProtected: true)
    private static let tagged = Device(id: pump, tags: ["life-safety"])

    private static func text(protect condition: String? = nil, gateways: String = "hold") -> String {
        let protect = condition.map { ", protect: '\($0)'" } ?? ""
        return PlaybookFixture.text(
            "- {id: act, action: fake.idempotent}",
            guards: "{limit: {devices: 25, per: 10m}, gateways: \(gateways)\(protect)}"
        )
    }

    @Test func `an intent says since when it is known that its device is not protected, and whom a person let pass`() {
        var known = CoreHarness(Self.text())
        known.event()
        #expect(known.performed("act").map(\.protection.kind) == [.asked(known.run().started)])
        #expect(passed(.found(Self.protected)).map(\.kind) == [.asked(known.run().started)])
        #expect(passed(.found(Self.protected), gateways: "allow").map(\.kind) == [.ofNoMatter])
        #expect(passed(.unavailable(Self.pump, Sample.error("out of reach"))).map(\.kind) == [.undecided])
    }

    private func passed(
        _ lookup: DeviceLookup,
        protect condition: String? = nil,
        gateways: String = "hold"
    ) -> [Intent.Protection] {
        var harness = CoreHarness(Self.text(protect: condition, gateways: gateways))
        harness.devices[Self.pump] = lookup
        harness.event()
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        let run = harness.run().id
        // Of a device that the registry could not describe several things are asked.
        for _ in 1...3 where harness.word("act") == "held" {
            harness.decide(Decision(run: run, step: "act", agrees: true, reason: "", by: ada, groups: []))
        }
        return harness.performed("act").map(\.protection)
    }

    /// A reading found it: the playbook's protection was asked of the device as it was at the alarm, and never again.
    @Test func `an intent has all that may protect its device asked once more, also after a restart`() {
        var harness = CoreHarness(Self.text(protect: "\"life-safety\" in device.tags"))
        harness.event()
        harness.restart()
        let intents = harness.performed("act")
        #expect(intents.count == 2)
        for protection in intents.map(\.protection) {
            #expect(protection.kind == .asked(harness.run().started))
            #expect(protection.objection(to: Self.plain) == nil)
            #expect(protection.objection(to: Self.protected)?.contains("in the registry") == true)
            #expect(protection.objection(to: Self.tagged)?.contains("guard.protect is true") == true)
        }
    }

    /// A review: the second look had the device in hand, and passed over that others were connected through it since.
    @Test func `a device that has become a gateway is not touched, unless the playbook or a person lets it be`() throws {
        let gateway = Device(id: Self.pump, children: 3)
        var harness = CoreHarness(Self.text())
        harness.event()
        let words = harness.performed("act").first?.protection.objection(to: gateway)
        #expect(words == "device pump-7 is the gateway of 3 other devices, which would be lost with it")
        var careless = CoreHarness(Self.text(gateways: "allow"))
        careless.event()
        let allowed = try #require(careless.performed("act").first)
        #expect(allowed.protection.objection(to: gateway) == nil)
        let agreed = try #require(passed(.found(gateway)).first)
        #expect(agreed.objection(to: gateway) == nil)
        #expect(agreed.objection(to: Self.protected)?.contains("in the registry") == true)
        let guessed = try #require(passed(.unavailable(Self.pump, Sample.error("out of reach"))).first)
        #expect(guessed.objection(to: gateway) == words, "that nobody knew says nothing of what is known by then")
    }

    @Test func `a protection that cannot be decided by then objects`() {
        var harness = CoreHarness(Self.text(protect: "device.tags[0] == \"life-safety\""))
        harness.devices[Self.pump] = .found(Device(id: Self.pump, tags: ["indoor"]))
        harness.event()
        let objections = harness.performed("act").map { $0.protection.objection(to: Self.plain) }
        #expect(objections.count == 1)
        #expect(objections.first??.contains("guard.protect could not be decided") == true)
    }

    @Test func `who let the registry's word pass has not let pass what the playbook would say by then`() throws {
        let protections = passed(.found(Self.protected), protect: "\"life-safety\" in device.tags")
        let protection = try #require(protections.first)
        #expect(protections.count == 1)
        #expect(protection.objection(to: Self.protected) == nil)
        #expect(protection.objection(to: Self.tagged)?.contains("guard.protect is true") == true)
    }
}
