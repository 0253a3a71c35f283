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
        let agrees = "'cordon approve \(harness.run().incident) act --as-of 2026-09-21T14:13:20Z' agrees"
        let question = "agree by 2026-09-21T14:43:20.000Z?"
        #expect(before.text.hasSuffix("\(question) 0 of 2 agreed; \(agrees)"), "\(before.text)")
        harness.order(
            .decide(
                Decision(run: harness.run().id, step: "act", agrees: true, reason: "", by: Self.ann, groups: ["leads"])
            )
        )
        let after = try await report(harness)
        #expect(after.text.hasSuffix("\(question) 1 of 2 agreed: person:ann; \(agrees)"), "\(after.text)")
        let json = #""agreed":["person:ann"],"people":2,"cause":null,"anew":false,"as_of":"2026-09-21T14:13:20Z""#
        #expect(after.json.contains(json), "\(after.json)")
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
        #expect(!cut.text.contains("cordon approve --holds"), "\(cut.text)")
    }

    /// A review: what it told people to type counted for whatever the step waited for when it arrived.
    @Test func `each has the command that approves it as it is listed, and nothing that comes after it`() async throws {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", guards: "{limit: {devices: 1, per: 1h}}")
        )
        for number in 1...2 { harness.event("e-\(number)", of: "pump-\(number)") }
        harness.advance(by: .seconds(5))
        harness.finish("act", .failure(.permanent(Sample.error("refused"))))
        let report = try await report(harness)
        let held = "cordon approve \(harness.run(of: "pump-2").incident) act --cause limit --as-of 2026-09-21T14:13:20Z"
        #expect(report.text.contains("; '\(held)' lets it pass\n"), "\(report.text)")
        let failed = "cordon approve \(harness.run(of: "pump-1").incident) act --anew --as-of 2026-09-21T14:13:25Z"
        #expect(report.text.contains("; '\(failed)' sends it anew\n"), "\(report.text)")
        #expect(report.json.contains(#""cause":null,"anew":true,"as_of":"2026-09-21T14:13:25Z""#), "\(report.json)")
    }
}
