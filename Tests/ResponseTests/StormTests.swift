import Domain
import Response
import TestKit
import Testing

/// A reading found it: a restart within a storm forgot part of it, and went on acting.
@Suite struct StormTests {
    private func harness(dedupe window: String) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                on: "{event: violation, dedupe: {by: device.id, for: \(window)}}",
                guards: "{limit: {devices: 1000, per: 10m}, storm: {devices: 3, per: 5m}}"
            )
        )
    }

    private func alarm(_ name: String, of numbers: ClosedRange<Int>, _ harness: inout CoreHarness) {
        for number in numbers {
            harness.event("\(name)-\(number)", of: "pump-\(number)")
            if name == "first" { harness.finish("act", .ok) }
        }
    }

    private func cause(_ harness: CoreHarness, of device: String) -> Hold.Cause? {
        harness.state("act", of: device).holdForPerson?.cause
    }

    @Test func `a restart forgets no alarm that joined an older incident`() {
        var harness = harness(dedupe: "15m")
        alarm("first", of: 1...2, &harness)
        harness.advance(by: .seconds(360))
        alarm("again", of: 1...2, &harness)
        #expect(harness.runs.count == 2)
        harness.restart()
        harness.event("last", of: "pump-3")
        #expect(cause(harness, of: "pump-3") == .storm)
        #expect(harness.violations.isEmpty)
    }

    @Test func `a restart forgets no alarm that no other joins any more, and remembers none for too long`() {
        var harness = harness(dedupe: "1m")
        alarm("first", of: 1...2, &harness)
        harness.advance(by: .seconds(240))
        harness.restart()
        harness.event("third", of: "pump-3")
        #expect(cause(harness, of: "pump-3") == .storm)
        harness.advance(by: .seconds(60))
        harness.restart()
        harness.event("last", of: "pump-4")
        #expect(harness.word("act", of: "pump-4") == "intent")
        #expect(harness.violations.isEmpty)
    }

    // MARK: - Which storm

    /// Three devices alarm, and a person lets the third pass: it acts, waits, and is to act once more.
    private func passing(wait: String) -> CoreHarness {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}\n- {id: pause, wait: \(wait)}\n- {id: then, action: fake.idempotent}",
                on: "{event: violation, dedupe: {by: device.id, for: 15m}}",
                guards: "{limit: {devices: 1000, per: 10m}, storm: {devices: 3, per: 5m}}"
            )
        )
        for number in 1...3 { harness.event("first-\(number)", of: "pump-\(number)") }
        approve("act", &harness)
        harness.finish("act", .ok)
        return harness
    }

    private func approve(_ step: String, _ harness: inout CoreHarness) {
        let run = harness.run(of: "pump-3").id
        let person = Actor(name: "person:ada", proof: "bearer-token")
        harness.decide(Decision(run: run, step: step, agrees: true, reason: "", by: person, groups: []))
    }

    /// A reading found it: who had let pass one storm had let pass all that came later.
    @Test func `who let pass one storm has not let pass the next`() {
        var harness = passing(wait: "20m")
        harness.advance(by: .seconds(1_080))
        for number in 4...6 { harness.event("second-\(number)", of: "pump-\(number)") }
        harness.advance(by: .seconds(120))
        #expect(harness.state("then", of: "pump-3").holdForPerson?.cause == .storm)
        approve("then", &harness)
        #expect(harness.word("then", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `alarms that fall below a storm for less than its window are one storm`() {
        var harness = passing(wait: "7m")
        harness.advance(by: .seconds(360))
        for number in 4...6 { harness.event("second-\(number)", of: "pump-\(number)") }
        #expect(cause(harness, of: "pump-6") == .storm)
        harness.advance(by: .seconds(60))
        #expect(harness.word("then", of: "pump-3") == "intent")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// The last alarms alone tell of a storm that began with them.
    @Test(arguments: [true, false])
    func `a storm is the same after a restart where somebody is held by it, and else asked about anew`(isHeld: Bool) {
        var harness = passing(wait: "6m")
        harness.advance(by: .seconds(200))
        for number in 1...3 { harness.event("again-\(number)", of: "pump-\(number)") }
        harness.advance(by: .seconds(10))
        if isHeld { harness.event("later", of: "pump-4") }
        #expect(harness.runs.count == (isHeld ? 4 : 3))
        harness.restart()
        harness.advance(by: .seconds(150))
        #expect(harness.word("then", of: "pump-3") == (isHeld ? "intent" : "held"))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
