import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// Who watches the core is told of each run before it goes on, and so knows which one it was that did not return.
@Suite struct BeforeAdvanceTests {
    private let noted = Watched<[RunID]>([])

    private func core(_ text: String) -> ResponseCore {
        let rules = Rules(actions: FakeDrivers.kinds, installationKey: Sample.installationKey, mode: .enforce)
        return ResponseCore(rules: rules, playbooks: [PlaybookFixture.compiled(text)]) { [noted] run in
            noted.update { $0.append(run) }
        }
    }

    /// What an event comes to that a run answers.
    private func open(_ core: inout ResponseCore, _ id: String) -> Turn {
        var turn = Turn()
        let event = Sample.event(id, data: .string(id))
        let lookup = DeviceLookup.found(Device(id: event.device))
        core.handle(.event(event, device: lookup, from: Sample.monitor), at: Sample.start, in: &turn)
        return turn
    }

    @Test func `an answer and a timer are told, an event is not`() throws {
        var core = core(PlaybookFixture.text("- {id: act, action: fake.idempotent}"))
        let intent = try #require(open(&core, "e-1").effects.first?.intent)
        #expect(noted.value.isEmpty, "it is noted by whoever brought it")
        var turn = Turn()
        core.handle(.finished(intent.id, .transient(after: .seconds(30))), at: Sample.start, in: &turn)
        #expect(noted.value == [intent.id.run])
        core.handle(.tick, at: Sample.start + .seconds(3_600), in: &turn)
        #expect(noted.value.count >= 2 && Set(noted.value) == [intent.id.run])
    }

    @Test func `a run that goes on because another let it is told by its own name`() throws {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.once}",
            on: "{event: violation, dedupe: {by: string(event.data), for: 1h}}"
        )
        var core = core(text)
        let first = try #require(open(&core, "e-1").effects.first?.intent)
        #expect(open(&core, "e-2").effects.isEmpty, "one run at a time commands a device")
        var turn = Turn()
        core.handle(.finished(first.id, .ok), at: Sample.start, in: &turn)
        let second = try #require(turn.effects.first?.intent)
        #expect(noted.value == [first.id.run, second.id.run])
    }

    @Test func `a run that is taken up is told`() throws {
        let text = PlaybookFixture.text("- {id: pause, wait: 1h}")
        var earlier = core(text)
        var snapshot = Snapshot()
        for case .advanced(let run, _) in open(&earlier, "e-1").changes { snapshot.openRuns = [run] }
        let run = try #require(snapshot.openRuns.first)
        var later = core(text)
        var turn = Turn()
        later.resume(snapshot, at: Sample.start, in: &turn)
        #expect(Set(noted.value) == [run.id])
    }
}
