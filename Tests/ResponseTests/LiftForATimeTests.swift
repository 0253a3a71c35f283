import Domain
import Ledger
import Playbooks
import Ports
import Response
import TestKit
import Testing

/// How it ends that a device was let in for a time. A review found it: the device was cut off then, though nothing kept it off
/// any more, and where many such times were over at once, no guard was asked.
@Suite struct LiftForATimeTests {
    private static let eve = Actor(name: "person:eve", proof: "bearer-token")
    private static let contain = PlaybookFixture.compiled(
        PlaybookFixture.text("- {id: bolt, action: fake.fenced}")
    )
    private static let visit = PlaybookFixture.compiled(
        PlaybookFixture.text(
            "- {id: back, action: fake.restore, expires: 8h}",
            named: "visit",
            on: "{event: manual}",
            guards: "{limit: {devices: 1, per: 10m}}"
        )
    )

    /// What is left of the time of the last device.
    private static let rest: Duration = .seconds(8 * 3_600 - 660)

    /// Devices that a run keeps off, and another one has let in for a time.
    private func visited(_ devices: String...) -> CoreHarness {
        var harness = CoreHarness([Self.contain, Self.visit])
        for device in devices {
            harness.event("e-\(device)", of: device)
            harness.finish("bolt", .ok)
            harness.start(Self.visit, Sample.event("v-\(device)", of: device, at: harness.now))
            harness.finish("back", .ok)
            // Longer than the window of the limit.
            harness.advance(by: .seconds(660))
        }
        return harness
    }

    private func release(_ device: String, _ harness: inout CoreHarness) {
        harness.order(.release(.device(Sample.device(device)), by: Self.eve, reason: "it was nothing"))
        harness.finish("bolt/release", .ok)
    }

    private func decide(_ device: String, agrees: Bool, _ harness: inout CoreHarness) {
        let decision = Decision(
            run: visit(device, harness).id,
            step: "back/release",
            agrees: agrees,
            reason: "",
            by: Self.eve,
            groups: []
        )
        guard case .failure(let error) = harness.decide(decision) else { return }
        Issue.record("\(error)")
    }

    private func visit(_ device: String, _ harness: CoreHarness) -> Run {
        guard let run = harness.runs.first(where: { $0.playbook.name == "visit" && $0.device.id.description == device })
        else { preconditionFailure("no visit of \(device)") }
        return run
    }

    private func end(of device: String, _ harness: CoreHarness) -> StepState {
        let run = visit(device, harness)
        return run[run.playbook.releases[0]].state
    }

    private func measure(of device: String, _ harness: CoreHarness) throws -> Measure.State? {
        try harness.rows.measures().first { $0.step == "back" && $0.device.description == device }?.state
    }

    @Test func `a device that another run still keeps off is cut off again`() throws {
        var harness = visited("pump-7")
        harness.advance(by: Self.rest)
        #expect(harness.performed("back/release").map(\.attempt.request.action) == ["fake.fenced"])
        harness.finish("back/release", .ok)
        #expect(try measure(of: "pump-7", harness) == .released)
        #expect(harness.touches.map(\.playbook) == ["contain", "visit", "visit"], "it counts like any other")
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test(arguments: [false, true]) func `a device that nothing keeps off any more stays in, and the log says why`(
        _ withRestart: Bool
    ) throws {
        var harness = visited("pump-7")
        release("pump-7", &harness)
        if withRestart {
            harness.moveClock(to: harness.now + .seconds(86_400))
            harness.restart()
        }
        harness.advance(by: Self.rest)
        #expect(harness.performed("back/release").isEmpty)
        #expect(harness.records(.stepSkipped).map(\.detail) == ["nothing keeps the device off any more"])
        #expect(try measure(of: "pump-7", harness) == .released)
        #expect(visit("pump-7", harness).phase == .ended(.released))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// A review: nobody asked the runs that are set aside, and the log said that nothing keeps the device off.
    @Test func `a device that a run which is set aside keeps off is cut off again`() {
        var harness = CoreHarness([Self.contain, Self.visit])
        harness.event("e-1", of: "pump-7")
        harness.finish("bolt", .ok)
        harness.givenUp[Sample.device("pump-7")] = false
        harness.restart()
        harness.start(Self.visit, Sample.event("v-1", of: "pump-7", at: harness.now))
        harness.finish("back", .ok)
        harness.advance(by: .seconds(8 * 3_600))
        #expect(harness.performed("back/release").map(\.attempt.request.action) == ["fake.fenced"])
    }

    @Test func `a device that its own run had cut off before is cut off again`() {
        var harness = CoreHarness(
            PlaybookFixture.text("- {id: bolt, action: fake.fenced}\n- {id: back, action: fake.restore, expires: 1h}")
        )
        harness.event()
        harness.finish("bolt", .ok)
        harness.finish("back", .ok)
        harness.advance(by: .seconds(3_600))
        #expect([harness.word("bolt/release"), harness.word("back/release")] == ["waiting", "intent"])
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    /// All of their times are over at the start.
    private func visitedTooLong() -> CoreHarness {
        var harness = visited("pump-1", "pump-2")
        harness.moveClock(to: harness.now + .seconds(86_400))
        harness.restart()
        harness.advance(by: .zero)
        return harness
    }

    @Test func `of many devices whose time is over at once, a limit holds those beyond it`() throws {
        var harness = visitedTooLong()
        #expect(harness.performed("back/release").map(\.attempt.request.device.description) == ["pump-1"])
        #expect(end(of: "pump-2", harness).hold?.cause == .limit)
        #expect(try measure(of: "pump-2", harness) == .releasing)
        let run = visit("pump-2", harness)
        #expect(run.waitsForPerson(at: run.playbook[run.playbook.releases[0]]))
        harness.restart()
        decide("pump-2", agrees: true, &harness)
        #expect(end(of: "pump-2", harness).text == "intent")
        harness.finish("back/release", .ok)
        #expect(try measure(of: "pump-2", harness) == .released)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `who refuses that leaves the device in`() throws {
        var harness = visitedTooLong()
        decide("pump-2", agrees: false, &harness)
        #expect(try measure(of: "pump-2", harness) == .abandoned)
        #expect(visit("pump-2", harness).phase == .ended(.actedNotVerified))
        #expect(harness.performed("back/release").count == 1)
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `what is held is not asked any more once nothing keeps the device off`() throws {
        var harness = visitedTooLong()
        release("pump-2", &harness)
        #expect(end(of: "pump-2", harness) == .skipped(.keptOffByNobody))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }

    @Test func `where a limit says to skip, a person decides about a device that was let in for a time`() {
        let visit = PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: back, action: fake.restore, expires: 8h}",
                named: "visit",
                on: "{event: manual}",
                guards: "{limit: {devices: 1, per: 10m}, over: skip}"
            )
        )
        var harness = CoreHarness([Self.contain, visit])
        for device in ["pump-1", "pump-2"] {
            harness.event("e-\(device)", of: device)
            harness.finish("bolt", .ok)
            harness.start(visit, Sample.event("v-\(device)", of: device, at: harness.now))
            harness.finish("back", .ok)
            harness.advance(by: .seconds(660))
        }
        harness.moveClock(to: harness.now + .seconds(86_400))
        harness.restart()
        harness.advance(by: .zero)
        #expect(end(of: "pump-2", harness).hold?.cause == .limit)
    }

    @Test func `a try that may have cut it off needs a person where nothing keeps it off any more`() throws {
        var harness = visited("pump-7")
        harness.advance(by: Self.rest)
        let scope = StopScope.action("fake.fenced")
        harness.order(.stop(Stop(scope, by: Self.eve, reason: "", since: harness.now)))
        harness.finish("back/release", .unknown)
        harness.advance(by: .seconds(60))
        release("pump-7", &harness)
        harness.order(.lift(scope, by: Self.eve, reason: ""))
        #expect(harness.performed("back/release").count == 1)
        #expect(end(of: "pump-7", harness).text == "exhausted")
        #expect(try measure(of: "pump-7", harness) == .stuck)
        #expect(visit("pump-7", harness).phase == .waitingForPerson(.stopped))
        #expect(harness.violations.isEmpty, "\(harness.violations)")
    }
}
