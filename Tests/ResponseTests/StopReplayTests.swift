import Domain
import Ledger
import Response
import TestKit
import Testing

/// What is stopped by the log alone, beside what the database says: a stop whose row is gone stops nothing any more.
@Suite struct StopReplayTests {
    private static let ada = Actor(name: "person:ada", proof: "bearer-token")

    private func harness() -> CoreHarness { CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}")) }

    private func stop(_ scope: StopScope) -> Stop { Stop(scope, by: Self.ada, reason: "", since: Sample.start) }

    /// What is found where these are kept.
    private func found(_ harness: CoreHarness, _ stops: [Stop], _ stopSwitch: Stop? = nil) -> [String] {
        var replay = StopReplay()
        for record in harness.records { replay.take(record) }
        return replay.disagreements(with: stops, stopSwitch: stopSwitch)
    }

    /// A reading found it: everything went on, and the log had no end of the stop.
    @Test func `a stop that was deleted is found, and so is one that nobody ordered`() {
        var harness = harness()
        let (all, device) = (stop(.everything), stop(.device(Sample.device("pump-7"))))
        harness.order(.stop(all))
        harness.order(.stop(device))
        #expect(found(harness, [all, device]).isEmpty)
        #expect(found(harness, [all]) == ["the log says that 'device:pump-7' is stopped, and nothing else does"])
        #expect(found(harness, []).count == 2)
        let strange = found(harness, [all, device, stop(.tag("outdoor"))])
        #expect(strange == ["'tag:outdoor' is stopped, and the log does not say so"])
        harness.order(.lift(.everything, by: Self.ada, reason: ""))
        #expect(found(harness, [device]).isEmpty)
        #expect(found(harness, [all, device]) == ["'all' is stopped, and the log does not say so"])
    }

    @Test func `the switch is apart from the stops of people`() {
        var harness = harness()
        let all = stop(.everything)
        harness.order(.stop(all))
        harness.take(.stopSwitch(isThrown: true))
        #expect(found(harness, [all], all).isEmpty)
        #expect(found(harness, [all]) == ["the log says that the file STOP is there, and nothing else does"])
        harness.take(.stopSwitch(isThrown: false))
        #expect(found(harness, [all]).isEmpty)
        let strange = found(harness, [all], all)
        #expect(strange == ["everything is stopped by the file STOP, and the log does not say so"])
    }

    @Test func `a switch that an earlier version found, and did not keep, is passed over`() {
        var replay = StopReplay()
        let actor = Actor(name: "file:STOP", proof: "local-file")
        replay.take(AuditRecord(.stopSet, at: Sample.start, by: actor, on: AuditObject(.scope, "all")))
        #expect(replay.disagreements(with: [], stopSwitch: nil).isEmpty)
    }

    /// The log has the beginning of it, and others may begin alike.
    @Test func `a name that is too long for the log is passed over`() {
        var harness = harness()
        let stop = stop(.group(String(repeating: "a", count: 600)))
        harness.order(.stop(stop))
        #expect(found(harness, [stop]).isEmpty && found(harness, []).isEmpty)
    }
}
