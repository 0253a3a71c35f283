import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// What limits count, beside the log: with the engine down somebody may delete that, and a limit that was used up is whole again.
@Suite struct CountedTouchesTests {
    private static func harness(_ steps: String = "- {id: act, action: fake.once}") -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text(steps))
        for pump in ["pump-7", "pump-8"] { harness.event("e-\(pump)", of: pump) }
        return harness
    }

    private func replay(_ harness: CoreHarness) -> RunReplay {
        var replay = RunReplay()
        for record in harness.records { replay.take(record) }
        return replay
    }

    private func found(_ replay: RunReplay, _ touches: [Touch], in harness: CoreHarness) -> [String] {
        let versions = harness.playbooks.map { ($0.digest, CountedSteps(of: $0)) }
        return replay.disagreements(with: touches, of: Dictionary(versions) { first, _ in first })
    }

    private func touch(
        _ touch: Touch,
        at time: Instant? = nil,
        first: Instant? = nil,
        of device: String? = nil
    ) -> Touch {
        Touch(
            playbook: touch.playbook,
            version: touch.version,
            device: device.map(Sample.device) ?? touch.device,
            site: touch.site,
            groups: touch.groups,
            at: time ?? touch.at,
            first: first ?? touch.first,
            isDrill: touch.isDrill
        )
    }

    private static let isUncounted =
        "the limits of 'contain' do not count what it did to device:pump-8, as the log tells it"
    private static func isInvented(_ device: String) -> String {
        "the limits of 'contain' count device:\(device) otherwise than the log tells"
    }

    /// A review found it: nobody missed them, and the engine acted beyond the limit.
    @Test func `a touch that is gone or put back in time is found as long as limits count it`() {
        let harness = Self.harness()
        let touches = harness.touches
        #expect(touches.count == 2)
        var replay = replay(harness)
        #expect(found(replay, touches, in: harness) == [])
        #expect(found(replay, [touches[0]], in: harness) == [Self.isUncounted])
        let early = Sample.start - .seconds(3_600)
        #expect(
            found(replay, [touches[0], touch(touches[1], at: early)], in: harness)
                == [Self.isUncounted, Self.isInvented("pump-8")]
        )
        replay.take(AuditRecord(.engineHeartbeat, at: Sample.start + .seconds(601)))
        #expect(found(replay, [touches[0]], in: harness) == [])
    }

    /// With it a canary would take the device for one of its first, or its time for over.
    @Test func `a touch that never was, or was at another time, is found`() {
        let harness = Self.harness()
        let (touches, replay) = (harness.touches, replay(harness))
        let invented = touches + [touch(touches[0], of: "pump-9")]
        #expect(found(replay, invented, in: harness) == [Self.isInvented("pump-9")])
        let soaked = [touches[0], touch(touches[1], first: Sample.start - .seconds(3_600))]
        #expect(found(replay, soaked, in: harness) == [Self.isInvented("pump-8")])
    }

    @Test func `each step that touches counts anew, and what earlier versions counted once is enough`() {
        var harness = Self.harness("- {id: act, action: fake.idempotent}\n- {id: then, action: fake.once}")
        harness.advance(by: .seconds(5))
        for intent in harness.intents(of: "act") { harness.take(.finished(intent.id, .ok)) }
        let replay = replay(harness)
        let (once, anew) = (harness.touches.prefix(2), harness.touches.suffix(2))
        #expect(harness.touches.count == 4 && found(replay, Array(once), in: harness) == [])
        let rows = zip(once, anew).map { $1.following($0) }
        #expect(rows.map(\.first) == once.map(\.at) && found(replay, rows, in: harness) == [])
        #expect(found(replay, [rows[0]], in: harness) == [Self.isUncounted])
    }

    @Test func `what only tells, what drills do, and what nobody can compile is not missed`() {
        var told = CoreHarness(PlaybookFixture.text("- {id: tell, action: fake.pure}"))
        told.event()
        #expect(found(replay(told), [], in: told) == [])
        var drill = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"), mode: .drill)
        drill.event()
        #expect(found(replay(drill), [], in: drill) == [])
        #expect(replay(Self.harness()).disagreements(with: [], of: [:]) == [])
    }
}
