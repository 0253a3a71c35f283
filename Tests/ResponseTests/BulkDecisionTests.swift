import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// People decide about what they have read. A reading found it: who approved many at once let pass what had come meanwhile.
@Suite struct BulkDecisionTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")
    private static let bob = Actor(name: "person:bob", proof: "bearer-token")

    /// Beyond a limit of one device so many are held, all of them at one time.
    private func harness(held count: Int) -> CoreHarness {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", guards: "{limit: {devices: 1, per: 1h}}")
        )
        for number in 0...count { harness.event("e-\(number)", of: "pump-\(number)") }
        return harness
    }

    private func selection(asOf: Instant?, agrees: Bool = true, by actor: Actor = Self.ada) -> OperatorOrder {
        .decideAll(
            HoldSelection(
                playbook: nil,
                cause: .limit,
                asOf: asOf,
                atMost: 10,
                agrees: agrees,
                reason: "",
                by: actor,
                groups: []
            )
        )
    }

    private func words(_ numbers: ClosedRange<Int>, _ harness: CoreHarness) -> [String] {
        numbers.map { harness.word("act", of: "pump-\($0)") }
    }

    @Test func `what came after a list was read stays held, and is counted`() throws {
        var harness = harness(held: 2)
        let read = try #require(harness.step("act", of: "pump-2").holdCame)
        harness.event("later", of: "pump-3")
        let approved = try harness.order(selection(asOf: read)).get()
        #expect(approved.count == 2 && approved.left == 0 && approved.later == 1)
        #expect(words(1...3, harness) == ["intent", "intent", "held"])
        let rejected = try harness.order(selection(asOf: read, agrees: false)).get()
        #expect(rejected.count == 0 && rejected.later == 1)
        #expect(try harness.order(selection(asOf: nil, agrees: false)).get().count == 1)
        #expect(words(3...3, harness) == ["skipped"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `holds come one after the other, also where a restart finds the clock set back`() throws {
        var harness = harness(held: 2)
        let moments = try (1...2).map { try #require(harness.step("act", of: "pump-\($0)").holdCame) }
        #expect(moments == [harness.now, harness.now + .nanoseconds(1)])
        harness.restart(at: harness.now - .seconds(600))
        #expect(harness.step("act", of: "pump-2").holdCame == moments[1])
        harness.event("later", of: "pump-3")
        let approved = try harness.order(selection(asOf: moments[1])).get()
        #expect(approved.count == 2 && approved.later == 1)
        #expect(words(1...3, harness) == ["intent", "intent", "held"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `nobody decides as of a moment that is yet to come`() {
        var harness = harness(held: 1)
        guard case .failure(let error) = harness.order(selection(asOf: harness.now + .seconds(1))) else {
            Issue.record("it counted")
            return
        }
        #expect(error.reason.hasPrefix("that moment is yet to come"), "\(error)")
        #expect(words(1...1, harness) == ["held"])
    }

    /// Two who read the same list let two limits pass, and the second of those nobody had read.
    @Test func `of two people who approve what they read the second lets no other limit pass`() throws {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                guards: "{limit: [{devices: 1, per: 10m}, {devices: 1, of: site, per: 1d}]}"
            )
        )
        for number in 1...2 { harness.event("e-\(number)", of: "pump-\(number)") }
        let read = try #require(harness.step("act", of: "pump-2").holdCame)
        #expect(try harness.order(selection(asOf: read)).get().count == 1)
        let second = try harness.order(selection(asOf: read, by: Self.bob)).get()
        #expect(second.count == 0 && second.later == 1)
        let single = Decision(
            run: harness.run(of: "pump-2").id,
            step: "act",
            cause: .limit,
            asOf: read,
            agrees: true,
            reason: "",
            by: Self.bob,
            groups: []
        )
        guard case .failure(let error) = harness.order(.decide(single)) else {
            Issue.record("it counted")
            return
        }
        #expect(error.reason.hasPrefix("what it waits for came later than that: it is held: "), "\(error)")
        #expect(harness.word("act", of: "pump-2") == "held")
        let again = try #require(harness.step("act", of: "pump-2").holdCame)
        #expect(try harness.order(selection(asOf: again, by: Self.bob)).get().count == 1)
        #expect(harness.word("act", of: "pump-2") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `a step that an earlier version held is read back without its moment`() throws {
        let record = harness(held: 1).step("act", of: "pump-1")
        #expect(try StepRecord(stored: record.stored) == record)
        guard case .map(let map) = record.stored else { preconditionFailure("a step is a map") }
        let former = map.entries.compactMap { entry -> (String, Value)? in
            guard case .string(let name) = entry.key, name != "hold_came" else { return nil }
            return (name, entry.value)
        }
        let read = try StepRecord(stored: .map(former))
        #expect(read.holdCame == nil && read.state == record.state)
    }
}
