import CommandLineTool
import Domain
import Playbooks
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// What `cordon holds` shows.
@Suite struct HoldsReportTests {
    private static let ann = Actor(name: "person:ann", proof: "bearer-token")
    private static let asking = "- {id: act, action: fake.once, approval: {from: leads, people: 2, within: 30m}}"

    private let folder = TemporaryFolder()

    private func report(_ harness: CoreHarness, limit: Int = 100) async throws -> HoldsReport {
        let left = try await LeftBehind(harness, in: folder)
        let waiting = try await left.history.waiting(limit: limit, besides: [])
        return try HoldsReport(waiting) { _ in .success(harness.playbooks[0]) }
    }

    @Test func `what is stopped comes first, with how it goes on`() throws {
        let stop = Stop(.everything, by: Self.ann, reason: "a false alarm", since: Sample.start)
        let stops = StopsInForce([stop], file: "/plant/STOP", heldCount: 2)
        let playbook = PlaybookFixture.compiled(PlaybookFixture.text(Self.asking))
        let report = try HoldsReport(Portion([]), stops: stops) { _ in .success(playbook) }
        let expected = """
            stopped: everything, since 2026-09-21T14:13:20.000Z by person:ann: a false alarm; 'cordon resume --all' lets it \
            go on
            stopped: everything, by the file /plant/STOP; 'cordon resume --all' removes it
            2 steps have not begun because of that
            nothing waits for a person
            """
        #expect(report.text == expected)
        #expect(report.json.contains(#""scope":"all","since":"2026-09-21T14:13:20.000Z","by":"person:ann""#))
        #expect(report.json.contains(#""file":"/plant/STOP","reason":null,"resume":"--all""#))
        #expect(report.json.contains(#""held_by_stops":2,"waiting":[],"left":0"#))
    }

    @Test func `where nothing is stopped and nobody is asked, that is all there is to say`() async throws {
        let report = try await report(CoreHarness(PlaybookFixture.text(Self.asking)))
        #expect(report.text == "nothing waits for a person")
    }

    @Test func `who has agreed is shown, and how many have to`() async throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.asking))
        harness.event()
        let before = try await report(harness)
        #expect(before.text.hasSuffix("agree by 2026-09-21T14:43:20.000Z? 0 of 2 agreed"), "\(before.text)")
        harness.order(
            .decide(
                Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: Self.ann, groups: ["leads"])
            )
        )
        let after = try await report(harness)
        #expect(after.text.hasSuffix("agree by 2026-09-21T14:43:20.000Z? 1 of 2 agreed: person:ann"), "\(after.text)")
        #expect(after.json.contains(#""agreed":["person:ann"],"people":2"#), "\(after.json)")
    }

    @Test func `a list that is cut says how much it does not show`() async throws {
        var harness = CoreHarness(PlaybookFixture.text(Self.asking))
        for number in 1...3 { harness.event("e-\(number)", of: "pump-\(number)") }
        let cut = try await report(harness, limit: 1)
        #expect(cut.text.hasSuffix("\n... and 2 more: --limit 3 shows them"), "\(cut.text)")
        #expect(cut.json.hasSuffix(#""left":2,"together":[]}"#), "\(cut.json)")
        let whole = try await report(harness, limit: 3)
        #expect(!whole.text.contains("more"), "\(whole.text)")
    }

    @Test func `a list ends with what lets pass all of it and nothing later, unless it is cut`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", guards: "{limit: {devices: 1, per: 1h}}")
        )
        for number in 1...3 { harness.event("e-\(number)", of: "pump-\(number)") }
        let whole = try await report(harness)
        let expected = """
            2 held by limit: 'cordon approve --holds --playbook contain --cause limit --as-of \
            2026-09-21T14:13:20.000000001Z' lets pass what is listed, and nothing later
            """
        #expect(whole.text.hasSuffix("\n\(expected)"), "\(whole.text)")
        let json =
            #""together":[{"playbook":"contain","cause":"limit","count":2,"as_of":"2026-09-21T14:13:20.000000001Z"}]}"#
        #expect(whole.json.hasSuffix(json), "\(whole.json)")
        let cut = try await report(harness, limit: 1)
        #expect(!cut.text.contains("cordon approve"), "\(cut.text)")
    }
}
