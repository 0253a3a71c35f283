import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// Which end of an alarm is the end of what an incident answers, where several alarms joined it.
@Suite struct AlarmEndTests {
    private static let containing = """
        - {id: bolt, action: fake.fenced}
        - {id: look, action: fake.verify}
        """

    private func harness(_ steps: String = containing, on: String = "cleared: release") -> CoreHarness {
        CoreHarness(PlaybookFixture.text(steps, on: "{event: violation, \(on)}"))
    }

    /// What a monitor says of one of its metrics, so many seconds after the start.
    private func report(
        _ id: String,
        _ metric: String,
        _ state: Event.State = .inAlarm,
        of device: String = "pump-7",
        after seconds: Int = 0
    ) -> Event {
        Event(
            key: Event.Key(source: "defender", id: id),
            type: "violation",
            time: Sample.start + .seconds(seconds),
            device: Sample.device(device),
            severity: .high,
            state: state,
            metric: metric
        )
    }

    private func contain(_ harness: inout CoreHarness) {
        harness.finish("bolt", .ok)
        harness.finish("look", .ok)
    }

    /// A reading found it: the alarm that joined was forgotten, and the end of the first one let the device in.
    @Test(arguments: [false, true]) func `the end of one alarm lets nobody in while another one is in force`(
        _ restarts: Bool
    ) {
        var harness = harness()
        harness.event(report("e-1", "ports"))
        contain(&harness)
        harness.event(report("e-2", "peers", after: 60))
        if restarts { harness.restart() }
        harness.event(report("e-1-over", "ports", .cleared, after: 120))
        #expect(harness.performed("bolt/release").isEmpty)
        #expect(harness.outcome() == "in-force: contained")
        #expect(harness.records(.incidentJoined).last?.detail == "the end of an alarm; another one is in force")
        if restarts { harness.restart() }
        harness.event(report("e-2-over", "peers", .cleared, after: 180))
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.records(.runCleared).count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `which of them ends first does not matter, and one may come back`() {
        var harness = harness()
        harness.event(report("e-1", "ports"))
        contain(&harness)
        harness.event(report("e-2", "peers", after: 60))
        harness.event(report("e-2-over", "peers", .cleared, after: 70))
        harness.event(report("e-3", "peers", after: 80))
        harness.event(report("e-1-over", "ports", .invalidated, after: 90))
        #expect(harness.performed("bolt/release").isEmpty)
        harness.event(report("e-3-over", "peers", .cleared, after: 100))
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: only the alarm that had opened the incident was compared with the end, and not the latest one.
    @Test(arguments: [false, true]) func `an end that comes late ends no alarm that was after it`(_ restarts: Bool) {
        var harness = harness()
        harness.event(report("e-1", "ports", after: 10))
        contain(&harness)
        harness.event(report("e-2", "ports", after: 20))
        if restarts { harness.restart() }
        harness.event(report("e-1-over", "ports", .cleared, after: 15))
        #expect(harness.outcome() == "in-force: contained")
        harness.event(report("e-2-over", "ports", .cleared, after: 25))
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `an alarm that comes after its end is over, also where another one is in force`() {
        var harness = harness()
        harness.event(report("e-1", "ports"))
        contain(&harness)
        harness.event(report("e-2", "peers"))
        harness.event(report("e-1-over", "ports", .cleared, after: 30))
        harness.event(report("e-3", "ports", after: 20))
        harness.event(report("e-2-over", "peers", .cleared, after: 40))
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `a run that its end would stop goes on for the alarm that is left`(
        _ restarts: Bool
    ) {
        var harness = harness("- {id: pause, wait: 1h}\n- {id: act, action: fake.once}", on: "cleared: stop")
        harness.event(report("e-1", "ports"))
        harness.event(report("e-2", "peers"))
        harness.event(report("e-1-over", "ports", .cleared, after: 60))
        if restarts { harness.restart() }
        #expect(harness.outcome() == "running")
        harness.event(report("e-2-over", "peers", .cleared, after: 120))
        #expect([harness.word("pause"), harness.word("act")] == ["skipped", "skipped"])
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `an incident whose place another one has taken still knows its alarms`(
        _ restarts: Bool
    ) {
        var harness = harness(on: "cleared: release, dedupe: {by: device.id, for: 15m}")
        harness.event(report("e-1", "ports"))
        contain(&harness)
        harness.event(report("e-2", "peers", after: 60))
        harness.advance(by: .seconds(900))
        harness.event(report("e-3", "ports", after: 900))
        contain(&harness)
        #expect(harness.runs.count == 2)
        if restarts { harness.restart() }
        harness.event(report("e-3-over", "ports", .cleared, after: 960))
        #expect(harness.performed("bolt/release").isEmpty, "the first run still has it in force")
        if restarts { harness.restart() }
        harness.event(report("e-2-over", "peers", .cleared, after: 1_020))
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `an alarm of another device that joined keeps nobody off`() {
        var harness = harness(on: "cleared: release, dedupe: {by: event.type}")
        harness.event(report("e-1", "ports"))
        contain(&harness)
        harness.event(report("e-2", "ports", of: "pump-8", after: 60))
        #expect(harness.runs.count == 1)
        harness.event(report("e-1-over", "ports", .cleared, after: 50))
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `of more alarms than are told apart no end counts, and a person lets it in`(
        _ restarts: Bool
    ) throws {
        var harness = harness()
        let count = Limits.alarmsPerIncidentMax + 1
        for number in 0..<count { harness.event(report("e-\(number)", "metric \(number)")) }
        contain(&harness)
        let words = "no end of one counts any more"
        #expect(harness.records(.incidentJoined).last?.detail?.contains(words) == true)
        if restarts { harness.restart() }
        for number in 0..<count { harness.event(report("e-\(number)-over", "metric \(number)", .cleared, after: 60)) }
        #expect(harness.outcome() == "in-force: contained")
        #expect(harness.records(.incidentJoined).last?.detail?.contains(words) == true)
        let device = harness.run().device.id
        _ = try harness.order(.release(.device(device), by: Sample.operatorOnDuty, reason: "seen it")).get()
        #expect(harness.performed("bolt/release").count == 1)
        #expect(harness.violations.isEmpty)
    }
}
