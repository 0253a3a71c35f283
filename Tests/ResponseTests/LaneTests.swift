import Domain
import Ledger
import Playbooks
import Response
import TestKit
import Testing

/// I9, one run at a time commands a device; I5, no older command after a newer one.
@Suite struct LaneTests {
    private static func playbook(
        _ name: String,
        severity: String,
        steps: String = "- {id: act, action: fake.once}"
    ) -> Playbook {
        let text = PlaybookFixture.text(steps, named: name, on: "{event: \(name)}")
        return PlaybookFixture.compiled("severity: \(severity)\n\(text)")
    }

    private func harness(_ playbooks: Playbook...) -> CoreHarness { CoreHarness(playbooks) }

    private func event(_ name: String, _ harness: inout CoreHarness, of device: String = "pump-7") {
        harness.event(Sample.event("e-\(name)", of: device, type: name, at: harness.now))
    }

    private func run(_ name: String, _ harness: CoreHarness) -> Run {
        guard let run = harness.runs.first(where: { $0.playbook.name == name }) else {
            preconditionFailure("no run of \(name)")
        }
        return run
    }

    private func words(_ name: String, _ harness: CoreHarness) -> [String] {
        run(name, harness).steps.map(\.state.text)
    }

    private func finish(_ name: String, _ step: Int, _ result: AttemptResult, _ harness: inout CoreHarness) {
        let run = run(name, harness)
        let number = run.steps[step].state.attempts
        harness.take(.finished(IntentID(run: run.id, step: run.playbook.steps[step].index, attempt: number), result))
    }

    private static let two = "- {id: act, action: fake.once}\n- {id: then, action: fake.idempotent}"

    @Test func `a second run waits until the first is at work on the device no more`() {
        var harness = harness(
            Self.playbook("one", severity: "high", steps: Self.two),
            Self.playbook("two", severity: "high")
        )
        event("one", &harness)
        event("two", &harness)
        #expect(words("two", harness) == ["queued"])
        // In doubt, by the restart: the first run stops, and lets go of the device.
        harness.restart()
        #expect(words("one", harness) == ["in-doubt", "ready"])
        #expect(words("two", harness) == ["intent"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `the steps of one run follow each other before the next run begins`() {
        var harness = harness(
            Self.playbook("one", severity: "high", steps: Self.two),
            Self.playbook("two", severity: "high")
        )
        event("one", &harness)
        event("two", &harness)
        finish("one", 0, .ok, &harness)
        #expect(words("one", harness) == ["ok", "intent"] && words("two", harness) == ["queued"])
        finish("one", 1, .transient, &harness)
        #expect(words("one", harness) == ["ok", "retrying"] && words("two", harness) == ["queued"])
        harness.advanceToNextDeadline()
        finish("one", 1, .ok, &harness)
        #expect(words("two", harness) == ["intent"])
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: the end of a measure was of higher severity than the alarm that came since, and let the device in.
    @Test func `a run that only lets the device in takes it from nobody who keeps it off`() {
        var harness = harness(
            Self.playbook("one", severity: "critical", steps: "- {id: act, action: fake.fenced, expires: 1h}"),
            Self.playbook("two", severity: "medium", steps: Self.two)
        )
        event("one", &harness)
        finish("one", 0, .ok, &harness)
        harness.moveClock(to: harness.now + .seconds(3_590))
        event("two", &harness)
        finish("two", 0, .ok, &harness)
        harness.advance(by: .seconds(15))
        #expect(words("two", harness) == ["ok", "intent"])
        #expect(words("one", harness) == ["ok", "waiting"])
        finish("two", 1, .ok, &harness)
        #expect(words("one", harness) == ["ok", "intent"])
        #expect(harness.violations.isEmpty)
    }

    /// A review: what stood between two tries had lost the lane, and a later command overtook it.
    @Test func `after a restart, too, a run that will soon try again keeps the device`() {
        var harness = harness(
            Self.playbook("one", severity: "high", steps: Self.two),
            Self.playbook("two", severity: "high")
        )
        event("one", &harness)
        finish("one", 0, .ok, &harness)
        event("two", &harness)
        finish("one", 1, .transient, &harness)
        harness.restart()
        #expect(words("one", harness) == ["ok", "retrying"] && words("two", harness) == ["queued"])
        harness.advanceToNextDeadline()
        finish("one", 1, .ok, &harness)
        #expect(words("two", harness) == ["intent"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `after a restart, too, a run that looks at what it did keeps the device`() {
        var harness = harness(
            Self.playbook(
                "one",
                severity: "high",
                steps: "- {id: act, action: fake.once}\n- {id: look, action: fake.verify}"
            ),
            Self.playbook("two", severity: "high")
        )
        event("one", &harness)
        finish("one", 0, .ok, &harness)
        event("two", &harness)
        #expect(words("two", harness) == ["queued"])
        finish("one", 1, .transient, &harness)
        harness.restart()
        #expect(words("one", harness) == ["ok", "retrying"] && words("two", harness) == ["queued"])
    }

    /// A review: it had never commanded the device, no more than any other run had.
    @Test func `a message that is under way gives no run the device after a restart`() {
        var harness = harness(
            Self.playbook(
                "one",
                severity: "low",
                steps: "- {id: tell, action: fake.notify}\n- {id: act, action: fake.once}"
            ),
            Self.playbook("two", severity: "high")
        )
        event("one", &harness)
        harness.restart()
        event("two", &harness)
        #expect(words("two", harness) == ["intent"])
        #expect(harness.records(.runSuperseded).isEmpty)
    }

    /// A review: a release that a stop kept back, and one behind it that was due, were next in line again and again.
    @Test func `a run that a stop keeps back keeps nobody else from the device`() {
        let bolts = "- {id: bolt, action: fake.fenced, expires: 1m}\n- {id: lock, action: fake.fenced, expires: 1m}"
        var harness = harness(
            Self.playbook("one", severity: "high", steps: bolts),
            Self.playbook("two", severity: "high"),
            Self.playbook("three", severity: "high")
        )
        event("one", &harness)
        finish("one", 0, .ok, &harness)
        finish("one", 1, .ok, &harness)
        harness.advance(by: .seconds(61))
        let stop = Stop(.action("fake.restore"), by: Sample.operatorOnDuty, reason: "", since: harness.now)
        harness.order(.stop(stop))
        harness.finish("lock/release", .transient)
        harness.advance(by: .seconds(61))
        event("two", &harness)
        event("three", &harness)
        #expect(words("two", harness) == ["intent"] && words("three", harness) == ["queued"])
        finish("two", 0, .ok, &harness)
        #expect(words("three", harness) == ["intent"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `another device is another lane`() {
        var harness = harness(Self.playbook("one", severity: "high"), Self.playbook("two", severity: "high"))
        event("one", &harness)
        event("two", &harness, of: "pump-8")
        #expect(words("two", harness) == ["intent"])
    }

    @Test func `a run that sleeps keeps nobody from the device`() {
        var harness = harness(
            Self.playbook(
                "one",
                severity: "high",
                steps: "- {id: act, action: fake.once}\n- {id: pause, wait: 1h}\n- {id: then, action: fake.idempotent}"
            ),
            Self.playbook("two", severity: "high")
        )
        event("one", &harness)
        finish("one", 0, .ok, &harness)
        event("two", &harness)
        #expect(words("two", harness) == ["intent"])
        harness.advance(by: .seconds(5))
        finish("two", 0, .ok, &harness)
        harness.advance(by: .seconds(3_600))
        #expect(words("one", harness) == ["ok", "done", "intent"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `a run of higher severity supersedes between steps, and never inside one`() {
        var harness = harness(
            Self.playbook("one", severity: "medium", steps: Self.two),
            Self.playbook("two", severity: "critical")
        )
        event("one", &harness)
        event("two", &harness)
        #expect(words("two", harness) == ["queued"], "a command is under way")
        finish("one", 0, .ok, &harness)
        #expect(words("one", harness) == ["ok", "skipped"])
        #expect(words("two", harness) == ["intent"])
        #expect(harness.records(.runSuperseded).count == 1)
        #expect(harness.violations.isEmpty)
    }

    @Test func `a run of higher severity waits for no other try`() {
        var harness = harness(
            Self.playbook("one", severity: "medium", steps: Self.two),
            Self.playbook("two", severity: "critical")
        )
        event("one", &harness)
        finish("one", 0, .ok, &harness)
        event("two", &harness)
        finish("one", 1, .transient, &harness)
        #expect(words("one", harness) == ["ok", "exhausted"])
        #expect(words("two", harness) == ["intent"])
        #expect(harness.violations.isEmpty)
    }

    private static let both = """
        - id: both
          parallel:
            - {id: long, action: fake.once}
            - id: chain
              steps:
                - {id: act, action: fake.once}
                - {id: then, action: fake.idempotent}
        """

    /// A reading found it: the first went on after both.
    @Test func `a run that is overtaken gives way, whoever is the most urgent by then`() {
        var harness = harness(
            Self.playbook("one", severity: "medium", steps: Self.both),
            Self.playbook("two", severity: "high"),
            Self.playbook("three", severity: "critical")
        )
        event("one", &harness)
        event("two", &harness)
        finish("one", 3, .ok, &harness)
        event("three", &harness)
        harness.restart()
        #expect(words("one", harness).last == "skipped", "in doubt by the restart, so nothing is under way")
        #expect(words("three", harness) == ["intent"] && words("two", harness) == ["queued"])
        #expect(harness.records(.runSuperseded).count == 1)
        #expect(harness.violations.isEmpty)
    }

    /// A reading found it: as long as the tries of two branches overlapped, no more urgent run had the device.
    @Test func `of commands at the same time none is sent again while a more urgent run waits`() {
        var harness = harness(
            Self.playbook("one", severity: "medium", steps: Self.both),
            Self.playbook("two", severity: "critical")
        )
        event("one", &harness)
        finish("one", 3, .ok, &harness)
        event("two", &harness)
        finish("one", 4, .transient, &harness)
        harness.advanceToNextDeadline()
        #expect(words("one", harness) == ["open", "intent", "open", "ok", "retrying"])
        #expect(words("two", harness) == ["queued"])
        #expect(harness.records(.guardHeld).map(\.outcome) == ["queued"])
        finish("one", 1, .ok, &harness)
        #expect(words("two", harness) == ["intent"])
        #expect(words("one", harness).last == "exhausted")
        #expect(harness.violations.isEmpty)
    }

    @Test func `of commands at the same time none more begins, and those under way are waited for`() {
        var harness = harness(
            Self.playbook("one", severity: "medium", steps: Self.both),
            Self.playbook("two", severity: "critical")
        )
        event("one", &harness)
        event("two", &harness)
        finish("one", 3, .ok, &harness)
        #expect(words("one", harness) == ["open", "intent", "open", "ok", "queued"])
        #expect(words("two", harness) == ["queued"])
        finish("one", 1, .ok, &harness)
        #expect(words("one", harness).last == "skipped")
        #expect(words("two", harness) == ["intent"])
        #expect(harness.violations.isEmpty)
    }

    @Test func `one of lower severity waits`() {
        var harness = harness(
            Self.playbook("one", severity: "critical", steps: Self.two),
            Self.playbook("two", severity: "low")
        )
        event("one", &harness)
        event("two", &harness)
        finish("one", 0, .ok, &harness)
        finish("one", 1, .transient, &harness)
        #expect(words("one", harness) == ["ok", "retrying"])
        #expect(words("two", harness) == ["queued"])
    }

    @Test func `a drill waits for no lane, and takes none`() {
        let drill = PlaybookFixture.compiled(
            PlaybookFixture.text(
                "- {id: act, action: fake.once}",
                named: "two",
                mode: "drill",
                on: "{event: two}"
            )
        )
        var harness = harness(Self.playbook("one", severity: "high"), drill)
        event("one", &harness)
        event("two", &harness)
        #expect(words("two", harness) == ["intent"])
    }

    @Test func `each command to a device carries a higher number, and every attempt of a step the same`() {
        let steps = """
            - {id: act, action: fake.idempotent, with: {text: "${{ step.fence }}"}}
            - {id: then, action: fake.fenced, with: {text: "${{ step.fence }}"}, expires: 1m}
            """
        var harness = CoreHarness(
            PlaybookFixture.text(steps, on: "{event: violation, dedupe: {by: event.id, for: 1s}}")
        )
        harness.event()
        harness.finish("act", .transient)
        harness.advanceToNextDeadline()
        harness.finish("act", .ok)
        harness.restart()
        harness.finish("then", .ok)
        harness.advance(by: .seconds(61))
        let fences = harness.effects.map(\.intent.attempt).map(\.fence)
        #expect(fences == [1, 1, 2, 2, 3])
        #expect(harness.performed("act").map { $0.attempt.request["text"] } == ["1", "1"])
        harness.finish("then/release", .ok)
        harness.restart()
        harness.event("e-2")
        #expect(harness.performed("act").last?.attempt.fence == 4)
        #expect(harness.violations.isEmpty)
    }
}
