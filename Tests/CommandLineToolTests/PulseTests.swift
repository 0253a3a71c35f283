import CommandLineTool
import Domain
import Ledger
import TestKit
import Testing

/// When nobody heard of the engine, and when nobody expected to.
@Suite struct PulseTests {
    /// The silences in a log of these actions, each at so many seconds after the start.
    private func silences(_ actions: (AuditAction, at: Int)...) -> [Silence] {
        var pulse = Pulse(limit: .seconds(150))
        for (number, (action, seconds)) in actions.enumerated() {
            let record = AuditRecord(action, at: Sample.start + .seconds(seconds))
            let sequence = UInt64(number)
            pulse.take(Entry(origin: LedgerFixture.origin, sequence: sequence, node: "node-1", record: record))
        }
        return pulse.silences
    }

    private func silence(_ from: Int, _ until: Int, entry: UInt64) -> Silence {
        Silence(from: Sample.start + .seconds(from), until: Sample.start + .seconds(until), entry: entry)
    }

    @Test func `an engine that beats is not silent, and neither is one that writes something else`() {
        #expect(
            silences(
                (.engineStarted, at: 0),
                (.engineHeartbeat, at: 60),
                (.engineHeartbeat, at: 210),
                (.eventObserved, at: 360),
                (.engineHeartbeat, at: 420)
            ).isEmpty
        )
    }

    @Test func `an engine that was killed was silent until its next start`() {
        let found = silences((.engineStarted, at: 0), (.engineHeartbeat, at: 60), (.engineStarted, at: 211))
        #expect(found == [silence(60, 211, entry: 2)])
    }

    @Test func `an engine that lived and wrote nothing was silent, too`() {
        let found = silences((.engineStarted, at: 0), (.engineHeartbeat, at: 60), (.engineHeartbeat, at: 600))
        #expect(found == [silence(60, 600, entry: 2)])
    }

    @Test func `nobody waits for an engine that was stopped`() {
        #expect(
            silences(
                (.engineStarted, at: 0),
                (.engineHeartbeat, at: 60),
                (.engineStopped, at: 61),
                (.engineStarted, at: 9_000),
                (.engineHeartbeat, at: 9_060)
            ).isEmpty
        )
    }

    // A reading found it: whoever read the log of a stopped engine made a silence of the time until its next start.
    @Test(arguments: [AuditAction.logRead, .logExported, .logArchived])
    func `what is written while the engine is stopped is no sign of life`(_ action: AuditAction) {
        #expect(
            silences(
                (.engineStarted, at: 0),
                (.engineHeartbeat, at: 60),
                (.engineStopped, at: 61),
                (action, at: 1_000),
                (action, at: 5_000),
                (.engineStarted, at: 9_000)
            ).isEmpty
        )
    }

    @Test func `after its next start it is waited for again`() {
        let found = silences(
            (.engineStarted, at: 0),
            (.engineHeartbeat, at: 60),
            (.engineStopped, at: 61),
            (.logRead, at: 1_000),
            (.engineStarted, at: 9_000),
            (.engineHeartbeat, at: 9_060),
            (.engineStarted, at: 9_999)
        )
        #expect(found == [silence(9_060, 9_999, entry: 6)])
    }

    @Test func `a log from before there were heartbeats has no silence`() {
        #expect(silences((.engineStarted, at: 0), (.eventObserved, at: 1_000), (.engineStarted, at: 9_000)).isEmpty)
    }
}
