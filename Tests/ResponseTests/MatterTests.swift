import Domain
import Playbooks
import Response
import TestKit
import Testing

/// An approval reaches no further than what was read. A review: it answered whatever a step waited for when it arrived.
@Suite struct MatterTests {
    private static let (ada, bob, cem) = (person("ada"), person("bob"), person("cem"))
    private static let asking = "- {id: act, action: fake.once, approval: {within: 30m}}"

    private static func person(_ name: String) -> Actor { Actor(name: "person:\(name)", proof: "bearer-token") }

    /// - Returns: why it does not count, if it does not.
    private func approve(
        _ person: Actor,
        of device: String = "pump-7",
        cause: Hold.Cause? = nil,
        asOf: Instant? = nil,
        anew: Bool = false,
        _ harness: inout CoreHarness
    ) -> OperatorError? {
        let decision = Decision(
            run: harness.run(of: device).id,
            step: "act",
            cause: cause,
            asOf: asOf,
            anew: anew,
            agrees: true,
            reason: "",
            by: person,
            groups: []
        )
        if case .failure(let error) = harness.order(.decide(decision)) { return error }
        return nil
    }

    @Test func `who answers a question lets no guard pass that holds the step after it`() throws {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once, approval: {people: 2, within: 30m}}",
                guards: "{limit: {devices: 1, per: 1h}}"
            )
        )
        for number in 1...2 { harness.event("e-\(number)", of: "pump-\(number)") }
        for device in ["pump-1", "pump-2"] {
            for person in [Self.ada, Self.bob] { #expect(approve(person, of: device, &harness) == nil) }
        }
        #expect(harness.state("act", of: "pump-2").holdForPerson?.cause == .limit)
        let moment = try #require(harness.step("act", of: "pump-2").holdCame)
        for person in [Self.cem, Self.ada] {
            let answer = approve(person, of: "pump-2", &harness)
            let error = try #require(answer)
            #expect(error.reason.contains("it is held: "), "\(error)")
            let incident = harness.run(of: "pump-2").incident
            #expect(error.remedy.contains("'cordon approve \(incident) act --cause limit --as-of "), "\(error)")
        }
        #expect(approve(Self.cem, of: "pump-2", cause: .limit, &harness) != nil, "a second limit is of that cause")
        #expect(approve(Self.cem, of: "pump-2", asOf: moment, anew: true, &harness) != nil)
        #expect(harness.word("act", of: "pump-2") == "held")
        #expect(approve(Self.cem, of: "pump-2", cause: .limit, asOf: moment, &harness) == nil)
        #expect(harness.word("act", of: "pump-2") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `who answers a question has nothing sent once more that came to be in doubt`() throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.asking))
        harness.event()
        #expect(approve(Self.ada, &harness) == nil)
        harness.advance(by: .seconds(5))
        harness.finish("act", .unknown)
        #expect(harness.word("act") == "in-doubt" && harness.outcome() == "waiting-for-person: stopped")
        let first = try #require(harness.step("act").closed)
        let answer = approve(Self.bob, &harness)
        let error = try #require(answer)
        #expect(error.remedy.contains(" act --anew --as-of "), "\(error)")
        #expect(approve(Self.bob, asOf: first, &harness) != nil)
        #expect(approve(Self.bob, anew: true, &harness) != nil)
        #expect(approve(Self.bob, asOf: harness.run().started, anew: true, &harness) != nil)
        #expect(harness.performed("act").count == 1)
        #expect(approve(Self.bob, asOf: first, anew: true, &harness) == nil)
        harness.advance(by: .seconds(5))
        harness.finish("act", .unknown)
        let late = approve(Self.cem, asOf: first, anew: true, &harness)
        let second = try #require(late)
        #expect(second.reason.hasPrefix("what it waits for came later than that: it is in-doubt: "), "\(second)")
        #expect(harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `of two who read the same protection the second lets no other one pass`() throws {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                guards: "{limit: {devices: 25, per: 10m}, protect: 'true'}"
            )
        )
        let id = Sample.device("pump-7")
        harness.devices[id] = .found(Device(id: id, isProtected: true))
        harness.event()
        let read = try #require(harness.step("act").holdCame)
        #expect(approve(Self.ada, cause: .protected, asOf: read, &harness) == nil)
        #expect(harness.state("act").holdForPerson?.explanation.hasPrefix("guard.protect is true") == true)
        #expect(approve(Self.bob, cause: .protected, asOf: read, &harness) != nil)
        #expect(harness.word("act") == "held")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a question that is asked anew is not the one that somebody read before`() throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.asking))
        harness.event()
        let read = try #require(harness.step("act").began)
        harness.advance(by: .seconds(1_800))
        #expect(harness.word("act") == "failed")
        let failed = try #require(harness.step("act").closed)
        #expect(approve(Self.ada, asOf: failed, anew: true, &harness) == nil)
        #expect(harness.word("act") == "asking")
        #expect(approve(Self.bob, asOf: read, &harness) != nil)
        #expect(approve(Self.bob, asOf: harness.now, &harness) == nil)
        #expect(harness.word("act") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what failed can be sent anew though the clock was set back since`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        harness.advance(by: .seconds(5))
        harness.finish("act", .permanent)
        let failed = try #require(harness.step("act").closed)
        harness.restart(at: harness.now - .seconds(600))
        #expect(approve(Self.ada, asOf: failed, anew: true, &harness) == nil)
        #expect(harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test(arguments: [true, false]) func `who refuses need not say what they have read`(_ isHeld: Bool) {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                guards: "{limit: {devices: 25, per: 10m}, protect: \"device.id \(isHeld ? "!=" : "==") ''\"}"
            )
        )
        harness.event()
        if !isHeld { harness.finish("act", .permanent) }
        let run = harness.run().id
        let decision = Decision(run: run, step: "act", agrees: false, reason: "", by: Self.ada, groups: [])
        #expect(throws: Never.self) { try harness.order(.decide(decision)).get() }
        #expect(harness.outcome().hasPrefix("ended: "))
    }
}
