import CommandLineTool
import Domain
import Playbooks
import Ports
import Response
import TestKit
import Testing

/// What `cordon incidents` shows, in the list and of one.
@Suite struct TimelineTests {
    private static let ann = Actor(name: "person:ann", proof: "bearer-token")
    private static let contain = "- {id: bar, action: fake.fenced}\n- {id: look, action: fake.verify}"

    private let folder = TemporaryFolder()

    private func timeline(_ harness: CoreHarness, stops: StopsInForce = StopsInForce()) async throws -> String {
        let left = try await LeftBehind(harness, in: folder)
        let detail = try await left.incident().detail
        return Timeline(detail, of: harness.playbooks[0], stops: stops).text(withRequests: false)
    }

    private func line(_ harness: CoreHarness) async throws -> String {
        let left = try await LeftBehind(harness, in: folder)
        let (summary, detail) = try await left.incident()
        return IncidentLine(summary, remarks: detail.run.remarks(in: harness.playbooks[0])).text
    }

    /// A run that has contained its device after 2 s.
    private func contained(cleared: String = "ignore", _ steps: String = contain) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps, on: "{event: violation, cleared: \(cleared)}"))
        harness.event()
        harness.advance(by: .seconds(2))
        harness.finish("bar", .ok)
        harness.finish("look", .ok)
        return harness
    }

    @Test func `what ends what was done is said as it is`() async throws {
        let byPerson = try await timeline(contained())
        #expect(
            byPerson.hasSuffix("CONTAINED after 2 s, and what was done is in force until a person releases it"),
            "\(byPerson)"
        )
        let byAlarm = try await timeline(contained(cleared: "release"))
        #expect(byAlarm.hasSuffix("is in force until the alarm is over"), "\(byAlarm)")
        let expiring = Self.contain.replacing("fenced}", with: "fenced, expires: 24h}")
        let byTime = try await timeline(contained(expiring))
        #expect(byTime.hasSuffix("is in force until 2026-09-22T14:13:22.000Z"), "\(byTime)")
    }

    /// A review: it said CONTAINED of a run to which nobody tells who lets its device in.
    @Test func `of a run that nobody goes on with, that is said, and not its last word`() async throws {
        let harness = contained()
        let (summary, detail) = try await LeftBehind(harness, in: folder).incident()
        let line = IncidentLine(summary, isAtStandstill: true).text
        #expect(line.hasSuffix(" at a standstill"), "\(line)")
        let shown = Timeline(detail, of: harness.playbooks[0], standstill: "in quarantine").text(withRequests: false)
        #expect(shown.hasSuffix("  AT A STANDSTILL, in quarantine"), "\(shown)")
    }

    @Test func `measures that end differently are named each`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: bar, action: fake.fenced}\n- {id: gate, action: fake.fenced, expires: 24h}")
        )
        harness.event()
        harness.finish("bar", .ok)
        harness.finish("gate", .ok)
        let text = try await timeline(harness)
        let ends = "in force are bar until a person releases it, gate until 2026-09-22T14:13:20.000Z"
        #expect(text.hasSuffix(ends), "\(text)")
    }

    // The time of the containment stood there.
    @Test func `a release is said with its own time`() async throws {
        var harness = contained()
        harness.advance(by: .seconds(110))
        harness.order(.release(.device(Sample.device("pump-7")), by: Self.ann, reason: ""))
        harness.finish("bar/release", .ok)
        let text = try await timeline(harness)
        #expect(text.hasSuffix("RELEASED after 112 s"), "\(text)")
    }

    @Test func `what a stop holds says how to let it go on`() async throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        let stop = Stop(.device(Sample.device("pump-7")), by: Self.ann, reason: "", since: Sample.start)
        harness.order(.stop(stop))
        harness.event()
        let other = Stop(.device(Sample.device("pump-8")), by: Self.ann, reason: "", since: Sample.start)
        let text = try await timeline(harness, stops: StopsInForce([stop, other]))
        #expect(text.contains("stopped by person:ann; 'cordon resume --device pump-7' lets it go on"), "\(text)")
        #expect(text.contains("still running, a stop holds act"), "\(text)")
        #expect(text.contains("stopped: device pump-7, since") && !text.contains("pump-8"), "\(text)")
        let unasked = try await timeline(harness)
        #expect(unasked.contains("'cordon holds' shows what is stopped"), "\(unasked)")
        let line = try await line(harness)
        #expect(line.hasSuffix(" running, a stop holds act"), "\(line)")
    }

    @Test func `a run that waits for people says so, and who has agreed`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once, approval: {from: leads, people: 2, within: 30m}}")
        )
        harness.event()
        harness.order(
            .decide(
                Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: Self.ann, groups: ["leads"])
            )
        )
        let text = try await timeline(harness)
        let incident = harness.run().incident
        let command = "'cordon approve \(incident) act --as-of 2026-09-21T14:13:20Z'"
        #expect(text.contains(": \(command); 1 of 2 agreed: person:ann"), "\(text)")
        #expect(text.hasSuffix("still running, waits for people at act"), "\(text)")
        let line = try await line(harness)
        #expect(line.hasSuffix(" running, waits for people at act"), "\(line)")
    }

    // It said DRILLED, as of one whose steps were all rehearsed.
    @Test func `a drill in which a step failed says where it stopped, and why`() async throws {
        let steps = """
            - id: both
              parallel:
                - {id: odd, fail: "${{ device.id }} is none of ours"}
                - {id: rest, wait: 1h}
            - {id: act, action: fake.once}
            """
        var harness = CoreHarness(PlaybookFixture.text(steps, mode: "drill"))
        harness.event()
        let text = try await timeline(harness)
        #expect(text.contains("  DRILLED after "), "\(text)")
        #expect(text.hasSuffix(", stopped at odd: pump-7 is none of ours"), "\(text)")
        let line = try await line(harness)
        #expect(line.hasSuffix(" drilled, stopped at odd (drill)"), "\(line)")
    }

    @Test func `a drill that goes on after a failure is not said to have stopped`() async throws {
        let steps = """
            - {id: act, action: fake.once, with: {text: "${{ event.data.line }}"}, on_failure: continue}
            - {id: rest, wait: 1h}
            """
        var harness = CoreHarness(PlaybookFixture.text(steps, mode: "drill"))
        harness.event()
        #expect(harness.word("act") == "failed")
        let line = try await line(harness)
        #expect(line.hasSuffix(" drilled (drill)"), "\(line)")
    }

    @Test func `that nothing more begins is said in words`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", on: "{event: violation, cleared: stop}")
        )
        harness.event()
        harness.event(Sample.event("e-9", state: .cleared, at: harness.now))
        let line = try await line(harness)
        #expect(line.hasSuffix(" coming to its end, nothing more begins"), "\(line)")
    }
}
