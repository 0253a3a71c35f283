import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// Which alarms join an incident, and which open their own: none is swallowed by an incident that answers nothing.
@Suite struct JoinTests {
    private func harness(_ on: String) -> CoreHarness {
        CoreHarness(
            PlaybookFixture.text("- {id: act, action: fake.once}", always: "- {id: tell, action: fake.notify}", on: on)
        )
    }

    private func stop(_ action: String, _ harness: inout CoreHarness) {
        harness.order(.stop(Stop(.action(action), by: Sample.operatorOnDuty, reason: "", since: harness.now)))
    }

    /// A reading found it: while its message was stopped, or tried again, every later alarm joined, without end.
    @Test(arguments: [false, true]) func `a run that only tells of its end swallows no later alarm`(_ restarts: Bool) {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 15m}}")
        stop("fake.notify", &harness)
        harness.event("e-1")
        harness.finish("act", .ok)
        #expect(harness.outcome() == "closing: acted, not verified")
        harness.advance(by: .seconds(14 * 60))
        harness.event("e-2")
        #expect(harness.runs.count == 1)
        harness.advance(by: .seconds(60))
        if restarts { harness.restart() }
        harness.event("e-3")
        #expect(harness.performed("act").count == 2)
        harness.event("e-4")
        #expect(harness.runs.count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true])
    func `a run that was called off, and still lets the device in, swallows no later alarm`(_ restarts: Bool) {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: back, action: fake.restore}", on: "{event: violation, cleared: stop}")
        )
        harness.event("e-1")
        stop("fake.restore", &harness)
        harness.event(Sample.event("e-1-over", state: .cleared, at: harness.now))
        harness.finish("back", .unknown)
        harness.advance(by: .seconds(15 * 60))
        #expect(harness.outcome() == "clearing")
        if restarts { harness.restart() }
        harness.event("e-2")
        #expect(harness.runs.count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `a run that begins while another tells of its end waits for the device like any other`() {
        var harness = harness("{event: violation, dedupe: {by: device.id, for: 1s}}")
        harness.event("e-1")
        harness.finish("act", .ok)
        harness.advance(by: .seconds(2))
        harness.event("e-2")
        #expect(harness.runs.count == 2)
        #expect(harness.performed("act").count == 1)
        harness.finish("tell", .ok)
        #expect(harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: after an hour without an engine, the alarm of now joined one for which nothing is done.
    @Test(arguments: [false, true]) func `an alarm of now joins none for which it was too late`(_ restarts: Bool) {
        var harness = harness("{event: violation, max_age: 10m, dedupe: {by: device.id, for: 15m}}")
        let then = harness.now - .seconds(601)
        for id in ["e-1", "e-2"] { harness.event(Sample.event(id, at: then)) }
        #expect(harness.runs.count == 1)
        if restarts { harness.restart() }
        harness.event("e-3")
        #expect(harness.performed("act").count == 1)
        #expect(harness.runs.count == 2)
        // Both were opened at the same time: the one that does something has taken the other's place.
        if restarts { harness.restart() }
        harness.event("e-4")
        harness.event(Sample.event("e-5", at: then))
        #expect(harness.runs.count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: a restart took it for what a person started, and the device got the same command twice.
    @Test func `where dedupe gives an empty text the device stands for it, after a restart too`() {
        var harness = harness("{event: violation, dedupe: {by: device.site}}")
        harness.event("e-1")
        harness.restart()
        harness.event("e-2")
        #expect(harness.runs.count == 1)
        #expect(harness.performed("act").count == 1)
        harness.event("e-3", of: "pump-8")
        #expect(harness.runs.count == 2)
        #expect(harness.violations.isEmpty)
    }

    // MARK: - Where the device is in again

    private static let restore = PlaybookFixture.compiled(
        PlaybookFixture.text("- {id: back, action: fake.restore}", named: "restore", on: "{event: manual}")
    )

    /// A run that has its device cut off, in a window of 15 minutes.
    private func cutOff(_ bolt: String = "expires: 24h", on: String = "cleared: release") -> CoreHarness {
        let text = PlaybookFixture.text(
            "- {id: bolt, action: fake.fenced, \(bolt)}",
            on: "{event: violation, dedupe: {by: device.id, for: 15m}, \(on)}"
        )
        var harness = CoreHarness([PlaybookFixture.compiled(text), Self.restore])
        harness.event("e-1")
        harness.finish("bolt", .ok)
        return harness
    }

    private func over(_ id: String, _ harness: CoreHarness) -> Event {
        Sample.event("\(id)-over", state: .cleared, at: harness.now)
    }

    /// A reading found it: it joined the incident that had let the device in, and nothing was done about it.
    @Test(arguments: [false, true]) func `an alarm after the end of the one before is answered`(_ restarts: Bool) {
        var harness = cutOff()
        harness.advance(by: .seconds(60))
        harness.event("e-2")
        #expect(harness.runs.count == 1, "it goes on: that is no other alarm")
        harness.advance(by: .seconds(60))
        harness.event(over("e-2", harness))
        harness.finish("bolt/release", .ok)
        if restarts { harness.restart() }
        harness.advance(by: .seconds(60))
        harness.event("e-3")
        #expect(harness.performed("bolt").count == 2)
        harness.event("e-4")
        #expect(harness.runs.count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `an alarm that was before its end joins, though it comes after it`(
        _ restarts: Bool
    ) {
        var harness = cutOff()
        harness.advance(by: .seconds(60))
        harness.event(over("e-1", harness))
        harness.finish("bolt/release", .ok)
        if restarts { harness.restart() }
        harness.event(Sample.event("e-2", at: harness.now - .seconds(30)))
        #expect(harness.runs.count == 1)
        #expect(harness.records(.incidentJoined).count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `an alarm after the end of one that only stopped its run is answered`() {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: pause, wait: 1m}\n- {id: act, action: fake.once}",
                on: "{event: violation, cleared: stop}"
            )
        )
        harness.event("e-1")
        harness.event(over("e-1", harness))
        #expect(harness.outcome() == "ended: nothing done")
        harness.advance(by: .seconds(1))
        harness.event("e-2")
        harness.advance(by: .seconds(60))
        #expect(harness.performed("act").count == 1)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: `expires: 1h` and a window of two hours, and the alarm after 65 minutes joined.
    @Test(arguments: [false, true]) func `an alarm after what kept the device off has expired is answered`(
        _ restarts: Bool
    ) {
        var harness = cutOff("expires: 5m", on: "cleared: ignore")
        harness.advance(by: .seconds(299))
        harness.event("e-2")
        #expect(harness.runs.count == 1)
        harness.advance(by: .seconds(1))
        harness.finish("bolt/release", .ok)
        if restarts { harness.restart() }
        harness.event("e-3")
        #expect(harness.performed("bolt").count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// A review: the measure was left to another run, and when that one's time was over the alarm joined all the same.
    @Test(arguments: [false, true]) func `an alarm after a measure's time is answered, though another run kept it`(
        _ restarts: Bool
    ) {
        let playbooks = [("bolt", "10m"), ("bar", "12m")].map { step, expires in
            PlaybookFixture.compiled(
                PlaybookFixture.text(
                    "- {id: \(step), action: fake.fenced, expires: \(expires)}",
                    named: step,
                    on: "{event: \(step), dedupe: {by: device.id, for: 1h}}"
                )
            )
        }
        var harness = CoreHarness(playbooks)
        for step in ["bolt", "bar"] {
            harness.event(Sample.event("e-\(step)", type: step, at: harness.now))
            harness.finish(step, .ok)
        }
        harness.advance(by: .seconds(600))
        #expect(harness.performed("bolt/release").isEmpty, "the other run keeps the device off")
        harness.advance(by: .seconds(120))
        harness.finish("bar/release", .ok)
        if restarts { harness.restart() }
        harness.event(Sample.event("e-2", type: "bolt", at: harness.now))
        #expect(harness.performed("bolt").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `an alarm after another run has let the device in is answered`() {
        var harness = cutOff(on: "cleared: ignore")
        harness.start(Self.restore, Sample.event("e-2", at: harness.now))
        harness.finish("back", .ok)
        harness.event("e-3")
        #expect(harness.performed("bolt").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `an alarm after a person has let the device in joins: a person decided`(
        _ restarts: Bool
    ) throws {
        var harness = cutOff(on: "cleared: ignore")
        let device = harness.run().device.id
        _ = try harness.order(.release(.device(device), by: Sample.operatorOnDuty, reason: "false alarm")).get()
        harness.finish("bolt/release", .ok)
        if restarts { harness.restart() }
        harness.event("e-2")
        #expect(harness.runs.count == 1)
        harness.advance(by: .seconds(15 * 60))
        harness.event("e-3")
        #expect(harness.performed("bolt").count == 2)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: what was left to the next alarm took that alarm for itself.
    @Test(arguments: [false, true]) func `an alarm of a device that was left out over a limit is answered`(
        _ restarts: Bool
    ) {
        var harness = CoreHarness(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                on: "{event: violation, dedupe: {by: device.id, for: 15m}}",
                guards: "{limit: {devices: 1, per: 10m}, over: skip}"
            )
        )
        harness.event("e-1", of: "pump-1")
        harness.event("e-2", of: "pump-2")
        #expect(harness.outcome(of: "pump-2") == "ended: nothing done")
        harness.advance(by: .seconds(600))
        if restarts { harness.restart() }
        harness.event("e-3", of: "pump-2")
        #expect(harness.performed("act").map(\.id.run).count == 2)
        harness.event("e-4", of: "pump-1")
        #expect(harness.runs.count == 3)
        #expect(harness.violations.isEmpty)
    }

    // MARK: - Where another run has the device

    /// A run of two commands that one of higher severity has superseded after the first, and that one's command is under way.
    private func superseded() -> CoreHarness {
        let low = PlaybookFixture.text(
            "- {id: act, action: fake.once}\n- {id: then, action: fake.idempotent}",
            named: "low",
            on: "{event: low, dedupe: {by: device.id, for: 24h}}"
        )
        let high = PlaybookFixture.text(
            "- {id: bolt, action: fake.fenced}",
            named: "high",
            on: "{event: high, cleared: release}"
        )
        var harness = CoreHarness([
            PlaybookFixture.compiled("severity: medium\n\(low)"),
            PlaybookFixture.compiled("severity: critical\n\(high)"),
        ])
        harness.event(Sample.event("e-low", type: "low", at: harness.now))
        harness.event(Sample.event("e-high", type: "high", at: harness.now))
        harness.finish("act", .ok)
        #expect(harness.records(.runSuperseded).count == 1)
        harness.advance(by: .seconds(1))
        return harness
    }

    /// A review: the one that superseded it let the device in again, and its own alarm went on joining for a day.
    @Test(arguments: [false, true]) func `an alarm that goes on after its run was superseded is answered`(
        _ restarts: Bool
    ) {
        var harness = superseded()
        harness.finish("bolt", .ok)
        harness.event(Sample.event("e-high-over", type: "high", state: .cleared, at: harness.now))
        harness.finish("bolt/release", .ok)
        if restarts { harness.restart() }
        harness.event(Sample.event("e-low-2", type: "low", at: harness.now))
        #expect(harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [false, true]) func `until the device is free its alarms join the one run that waits for it`(
        _ restarts: Bool
    ) {
        var harness = superseded()
        harness.event(Sample.event("e-low-2", type: "low", at: harness.now))
        #expect(harness.runs.count == 3)
        if restarts { harness.restart() }
        for number in 3...5 { harness.event(Sample.event("e-low-\(number)", type: "low", at: harness.now)) }
        #expect(harness.runs.count == 3)
        #expect(harness.performed("act").count == 1)
        harness.finish("bolt", .ok)
        #expect(harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty)
    }
}
