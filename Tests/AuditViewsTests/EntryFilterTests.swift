import AuditViews
import Domain
import Ledger
import TestKit
import Testing

/// Which entries are wanted.
@Suite struct EntryFilterTests {
    private static let other = AuditRecord(
        .eventRefused,
        at: SampleLog.start + .seconds(3_600),
        by: Actor(name: "source:mqtt", proof: "mqtt-broker"),
        on: AuditObject(.source, "mqtt")
    )

    /// The actions of the entries that a filter lets through.
    private func wanted(
        redacted: Bool = false,
        _ set: (inout EntryFilter) -> Void
    ) throws -> [String] {
        var filter = EntryFilter()
        set(&filter)
        let rows = try SampleLog(SampleLog.story() + [Self.other]).rows { redacted ? nil : $0 }
        return rows.filter { filter.admits($0) }.compactMap { row in
            if case .entry(let entry) = row { entry.record.action.text } else { nil }
        }
    }

    @Test func `what is not said does not filter`() throws {
        #expect(try wanted { _ in }.count == SampleLog.story().count + 1)
    }

    @Test func `an incident and a run are found by the beginning of their ids`() throws {
        let count = SampleLog.story().count
        #expect(try wanted { $0.incident = "\(SampleLog.incident.description.prefix(8))" }.count == count)
        #expect(try wanted { $0.run = SampleLog.run.description }.count == count)
        #expect(try wanted { $0.run = "run_other" }.isEmpty)
    }

    @Test func `an action is a word, or the beginning of words`() throws {
        #expect(try wanted { $0.action = WordPattern("run.ended") } == ["run.ended"])
        #expect(try wanted { $0.action = WordPattern("hold.") } == ["hold.approved"])
        #expect(try wanted { $0.action = WordPattern("run") }.isEmpty)
    }

    @Test func `a person is found by name while the name is kept, and as a person afterwards`() throws {
        #expect(try wanted { $0.actor = WordPattern("person:ana") } == ["hold.approved"])
        #expect(try wanted { $0.actor = WordPattern("person:an") }.isEmpty)
        #expect(try wanted(redacted: true) { $0.actor = WordPattern("person:ana") }.isEmpty)
        #expect(try wanted(redacted: true) { $0.actor = WordPattern("person:") } == ["hold.approved"])
        #expect(try wanted { $0.actor = WordPattern("source:mqtt") } == ["event.refused"])
    }

    @Test func `a device brings the entries of its incidents along`() throws {
        let device = try #require(DeviceID("press-7-camera"))
        let found = try wanted { $0.device = device }
        #expect(found.count == SampleLog.story().count)
        #expect(found.contains("incident.joined"))
        let stranger = try #require(DeviceID("pump-1"))
        #expect(try wanted { $0.device = stranger }.isEmpty)
    }

    @Test func `times bound on both sides, both included`() throws {
        let found = try wanted {
            $0.since = SampleLog.start + .milliseconds(3)
            $0.until = SampleLog.start + .milliseconds(1_003)
        }
        #expect(found == ["step.intent", "step.retry"])
    }

    @Test func `filters combine`() throws {
        let found = try wanted {
            $0.action = WordPattern("step.")
            $0.since = SampleLog.start + .milliseconds(732_290)
        }
        #expect(found == ["step.ok", "step.intent", "step.ok"])
    }

    @Test func `what cannot be read is always wanted`() {
        var filter = EntryFilter()
        filter.run = "run_x"
        let isAdmitted = filter.admits(ViewedRow(place: 1, bytes: []))
        #expect(isAdmitted)
    }

    @Test func `a time is RFC 3339, or a length of time ago`() {
        let now = SampleLog.start
        #expect(Moment.instant("12h", before: now) == now - .seconds(43_200))
        #expect(
            Moment.instant("2026-09-21T14:13:20Z", before: now) == Instant(millisecondsSinceEpoch: 1_790_000_000_000)
        )
        #expect(Moment.instant("-1h", before: now) == nil)
        #expect(Moment.instant("yesterday", before: now) == nil)
    }
}
