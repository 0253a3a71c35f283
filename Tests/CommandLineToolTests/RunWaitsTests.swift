import CommandLineTool
import Domain
import Playbooks
import Ports
import Response
import TestKit
import Testing

/// Whether a run goes on by itself: as long as it does, whoever began it waits at the terminal.
@Suite struct RunWaitsTests {
    private static let ann = Actor(name: "person:ann", proof: "bearer-token")
    private static let asking = "- {id: ask, action: fake.once, approval: {within: 2h}}"

    private let folder = TemporaryFolder()

    private func detail(_ harness: CoreHarness) async throws -> IncidentDetail {
        try await LeftBehind(harness, in: folder).incident().detail
    }

    private func isLeftToPeople(_ harness: CoreHarness, stops: StopsInForce = StopsInForce()) async throws -> Bool {
        try await detail(harness).run.waitsForPeopleAlone(in: harness.playbooks[0], stops: stops)
    }

    /// The step that asks, beside another.
    private func harness(beside step: String) -> CoreHarness {
        CoreHarness(PlaybookFixture.text("- id: both\n  parallel:\n    \(Self.asking)\n    \(step)"))
    }

    // A reading found it: a run that asked was waited for as long as people had time to answer, and an engine that they
    // could have told was kept out meanwhile.
    @Test func `a run that asks people and does nothing else is left to them`() async throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.asking))
        harness.event()
        #expect(harness.outcome() == "running")
        #expect(try await isLeftToPeople(harness))
    }

    @Test func `what a receiver has in its hands beside it is awaited`() async throws {
        var harness = harness(beside: "- {id: look, action: fake.verify}")
        harness.event()
        #expect(try await !isLeftToPeople(harness))
        harness.finish("look", .ok)
        #expect(try await isLeftToPeople(harness))
    }

    @Test func `a pause beside it is awaited`() async throws {
        var harness = harness(beside: "- {id: rest, wait: 1h}")
        harness.event()
        #expect(try await !isLeftToPeople(harness))
        harness.advance(by: .seconds(3_600))
        #expect(harness.word("ask") == "asking")
        #expect(try await isLeftToPeople(harness))
    }

    @Test func `the end of what is in force is not awaited`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: bar, action: fake.fenced, expires: 24h}\n\(Self.asking)")
        )
        harness.event()
        #expect(try await !isLeftToPeople(harness))
        harness.finish("bar", .ok)
        #expect(try await isLeftToPeople(harness))
    }

    // A review found it: people were said to be waited for where the canary's time lets it go on.
    @Test func `what a canary holds is left to nobody`() async throws {
        let guards = "{limit: {devices: 25, per: 1h}, canary: {devices: 1, soak: 10m}}"
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- id: both\n  parallel:\n    \(Self.asking)\n    - {id: act, action: fake.once}",
                guards: guards
            )
        )
        harness.event("e-1", of: "pump-1")
        harness.finish("act", .ok)
        harness.advance(by: .seconds(1))
        harness.event("e-2", of: "pump-7")
        let run = try await detail(harness).run
        #expect(harness.word("act") == "held")
        #expect(!run.waitsForPeopleAlone(in: harness.playbooks[0]))
    }

    // A reading found it: what a stop held was waited for without end.
    @Test func `what a stop holds is left to whoever lifts it`() async throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.order(.stop(Stop(.everything, by: Self.ann, reason: "", since: harness.now)))
        harness.event()
        #expect(harness.word("act") == "held")
        #expect(try await isLeftToPeople(harness))
    }

    @Test func `a try that is put off is left to people where a stop puts it off, and not where another run does`()
        async throws
    {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.idempotent, retry: {times: 3, first: 10s, max: 10s}}")
        )
        harness.event()
        let stop = Stop(.everything, by: Self.ann, reason: "", since: harness.now)
        harness.order(.stop(stop))
        harness.finish("act", .failure(.transient(Sample.error("busy"))))
        #expect(
            try await !isLeftToPeople(harness, stops: StopsInForce([stop])),
            "it is looked at when its pause is over"
        )
        harness.advance(by: .seconds(600))
        #expect(harness.word("act") == "retrying")
        #expect(try await isLeftToPeople(harness, stops: StopsInForce([stop])))
        #expect(try await !isLeftToPeople(harness))
    }

    @Test func `whoever has the terminal back is told what lets the run go on`() async throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.asking))
        harness.event()
        let detail = try await detail(harness)
        let (id, playbook) = (detail.incident.id, harness.playbooks[0])
        let decide = "decide with 'cordon approve \(id) ask --as-of 2026-09-21T14:13:20Z' or 'cordon reject \(id) ask'"
        #expect(try WayOn.lines(of: detail, playbook, isServed: true) == [decide])
        let engine = "no engine works on it: 'cordon serve' takes it up"
        #expect(try WayOn.lines(of: detail, playbook, isServed: false) == [engine, decide])
    }

    @Test func `of many steps that wait the first are named, and the others counted`() async throws {
        let steps = (1...7).map { "    - {id: a\($0), action: fake.once, approval: {within: 2h}}" }
        var harness = CoreHarness(PlaybookFixture.text("- id: all\n  parallel:\n" + steps.joined(separator: "\n")))
        harness.event()
        let lines = try WayOn.lines(of: try await detail(harness), harness.playbooks[0], isServed: true)
        #expect(lines.count == 6 && lines.last == "and 2 more: 'cordon holds' lists them", "\(lines)")
    }
}
