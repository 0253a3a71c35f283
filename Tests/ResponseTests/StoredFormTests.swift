import CEL
import Domain
import Playbooks
import Ports
import Response
import TestKit
import Testing

@Suite struct StoredFormTests {
    /// A step in each of many states, and what is stored of it.
    private static let records: [StepRecord] = {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.probeable, retry: {times: 2}}\n- {id: then, action: fake.once}",
                guards: "{limit: {devices: 2, per: 10m}}"
            )
        )
        var seen: [StepRecord] = []
        let inputs: [(inout CoreHarness) -> Void] = [
            { $0.event("e-1", of: "pump-7") }, { $0.finish("act", .unknown) }, { $0.probed("act", .notApplied) },
            { $0.advance(by: .seconds(1)) }, { $0.finish("act", .transient) }, { $0.event("e-2", of: "pump-1") },
            { $0.finish("act", .ok(["n": 1])) }, { $0.finish("then", .sent) }, { $0.event("e-3", of: "pump-2") },
        ]
        for input in inputs {
            input(&harness)
            seen += harness.runs.flatMap(\.steps)
        }
        return Array(Set(seen))
    }()

    @Test func `a step is read back as it was`() throws {
        #expect(Set(Self.records.map(\.state.text)).count >= 8)
        for record in Self.records { #expect(try StepRecord(stored: record.stored) == record) }
    }

    @Test func `a step that lost a field is an error, or was the same without it`() {
        for record in Self.records {
            guard case .map(let map) = record.stored else { preconditionFailure("a step is a map") }
            for entry in map.entries {
                guard case .string(let name) = entry.key, !["began", "closed", "unknown", "hold_came"].contains(name)
                else { continue }
                let rest = map.entries.filter { $0.key != entry.key }.compactMap { other -> (String, Value)? in
                    if case .string(let name) = other.key { (name, other.value) } else { nil }
                }
                #expect(throws: StoredFormatError.self, "\(record.state.text) without \(name)") {
                    try StepRecord(stored: .map(rest))
                }
            }
        }
    }

    @Test(
        arguments: [
            ["state": "succeeded"], ["state": 3], [], "ready", .null, ["state": "intent", "attempt": "1"],
            ["state": "failed", "attempts": 1, "error": ["attempted": "x"]], ["state": "joined", "failed": ["0"]],
            ["state": "skipped", "reason": ["code": "later"]], ["state": "held", "hold": ["cause": "whim"]],
        ] as [Value]
    )
    func `what this version does not know is an error`(_ stored: Value) {
        #expect(throws: StoredFormatError.self) { try StepRecord(stored: stored) }
    }

    @Test func `what has no end is read back without one, and a row that lost its time is not taken for it`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.fenced}"))
        harness.event()
        harness.finish("act", .ok)
        let record = try #require(harness.run().steps.last)
        #expect(record.state == .waiting(until: nil))
        #expect(try StepRecord(stored: record.stored) == record)
        #expect(throws: StoredFormatError.self) { try StepRecord(stored: ["state": "waiting"]) }
    }

    @Test func `an attempt is counted from one`() {
        let attempt: Value = [
            "number": 0, "key": "key_1", "began": 0, "deadline": 0,
            "request": ["action": "a", "device": "d", "fields": .list([])],
        ]
        #expect(throws: StoredFormatError.self) { try Attempt(stored: attempt) }
    }

    @Test func `a run is read back with the playbook it is pinned to, and with no other`() throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        let header = RunHeader(harness.run())
        let again = try RunHeader(stored: header.stored)
        #expect(again == header)
        let other = PlaybookFixture.compiled(PlaybookFixture.text("- {id: other, action: fake.once}"))
        #expect(throws: StoredFormatError.self) {
            try Run(
                header,
                event: harness.run().event,
                playbook: other,
                phase: .main,
                revision: 0,
                ended: nil,
                steps: [:]
            )
        }
    }

    @Test func `an incident is read back as it was, and one of an earlier version without what came later`() throws {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                on: "{event: violation, max_age: 1m, dedupe: {by: device.id, for: 2m}}",
                guards: "{limit: {devices: 2, per: 10m}, storm: {devices: 2, per: 5m}}"
            )
        )
        harness.event(Sample.event("e-1", at: harness.now - .seconds(90)))
        harness.advance(by: .seconds(30))
        harness.event(Sample.event("e-2", at: harness.now - .seconds(90)))
        let incident = try #require(try harness.rows.load(at: harness.now).incidents.first)
        #expect(incident.isTooOld && incident.eventsCount == 2)
        #expect(incident.lastAlarm == harness.now && incident.keptUntil == harness.now + .seconds(300))
        guard case .map(let map) = incident.stored else { preconditionFailure("an incident is a map") }
        let former = map.entries.compactMap { entry -> (String, Value)? in
            guard case .string(let name) = entry.key else { return nil }
            return ["too_old", "last_alarm", "kept_until"].contains(name) ? nil : (name, entry.value)
        }
        let read = try Incident(stored: .map(former))
        #expect(!read.isTooOld && read.lastAlarm == read.opened && read.keptUntil == read.joinsUntil)
    }

    @Test func `an incident is read back with the alarms that it knows of, and most keep none`() throws {
        let text = PlaybookFixture.text("- {id: act, action: fake.once}", on: "{event: violation, cleared: stop}")
        var harness = CoreHarness(text)
        harness.event("e-1")
        harness.event("e-2")
        let usual = try #require(try harness.rows.load(at: harness.now).incidents.first)
        #expect(usual.eventsCount == 2 && usual.alarms == nil)
        harness.advance(by: .seconds(1))
        harness.event("e-3")
        harness.event(Sample.event("e-3-over", state: .cleared, at: harness.now))
        let incident = try #require(try harness.rows.load(at: harness.now).incidents.first)
        #expect(incident.alarms != nil)
        #expect(try Incident(stored: incident.stored) == incident)
    }

    @Test func `phases and outcomes are read back by their own words`() {
        for outcome in RunOutcome.allCases {
            for phase in [Run.Phase.closing(outcome), .waitingForPerson(outcome), .ended(outcome)] {
                #expect(Run.Phase(text: phase.text, outcome: RunOutcome(text: outcome.text)) == phase)
            }
        }
        #expect(Run.Phase(text: "running", outcome: nil) == .main)
        #expect(Run.Phase(text: "running", outcome: .held) == nil)
        #expect(Run.Phase(text: "ended", outcome: nil) == nil)
    }
}
