import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

@Suite struct MemoryTests {
    /// Each incident was kept for as long as the process lived.
    @Test func `incidents that nothing can join any more are forgotten`() {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.pure, if: event.severity == \"low\"}",
            on: "{event: violation, dedupe: {by: event.name + string(event.value), for: 1m}}"
        )
        let rules = Rules(actions: FakeDrivers.kinds, installationKey: Sample.installationKey, mode: .enforce)
        var core = ResponseCore(rules: rules, playbooks: [PlaybookFixture.compiled(text)])
        var most = 0
        for number in 0..<1_500 {
            let now = Sample.start + .seconds(number)
            let event = Sample.event("e-\(number)", value: .int(Int64(number)), at: now)
            var turn = Turn()
            core.handle(
                .event(event, device: .found(Device(id: event.device)), from: Sample.monitor),
                at: now,
                in: &turn
            )
            most = max(most, core.incidentsCount)
        }
        #expect(core.openRunsCount == 0)
        #expect(most <= 1_024)
    }

    @Test func `incidents of open runs are not forgotten`() {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.pure}",
            on: "{event: violation, dedupe: {by: string(event.value), for: 1ms}}"
        )
        let rules = Rules(actions: FakeDrivers.kinds, installationKey: Sample.installationKey, mode: .enforce)
        var core = ResponseCore(rules: rules, playbooks: [PlaybookFixture.compiled(text)])
        for number in 0..<1_100 {
            let now = Sample.start + .seconds(number)
            let event = Sample.event("e-\(number)", value: .int(Int64(number)), at: now)
            var turn = Turn()
            core.handle(
                .event(event, device: .found(Device(id: event.device)), from: Sample.monitor),
                at: now,
                in: &turn
            )
        }
        #expect(core.incidentsCount == 1_100)
    }
}
