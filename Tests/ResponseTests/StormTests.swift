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
}
