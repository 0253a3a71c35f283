import Domain
import Response
import TestKit
import Testing

/// A run is interrupted after each of its inputs in turn: it ends as it would have ended.
@Suite struct RestartAnywhereTests {
    private static let text = PlaybookFixture.text(
        """
        - {id: shutdown, action: fake.once, on_failure: continue}
        - id: cut-off
          parallel:
            - {id: bar, action: fake.idempotent}
            - {id: gate, action: fake.fenced}
            - {id: switch, action: fake.probeable}
        - {id: passed, action: fake.once, if: steps.shutdown.skipped}
        - {id: look, action: fake.verify}
        """,
        always: "- {id: tell, action: fake.notify}"
    )

    private static let steps = ["shutdown", "cut-off", "bar", "gate", "switch", "passed", "look", "tell"]

    /// What the outside does is the same each time: some first attempts go wrong, all later ones go right.
    private func answer(_ harness: inout CoreHarness, _ effect: Effect) {
        let intent = effect.intent
        switch (effect, harness.id(of: intent), intent.attempt.number) {
        case (.perform, "bar", 1): harness.take(.finished(intent.id, .transient))
        case (.perform, "gate", 1), (.perform, "switch", 1): harness.take(.finished(intent.id, .unknown))
        case (.probe, "switch", 1): harness.take(.probed(intent.id, .notApplied))
        case (.probe, _, _): harness.take(.probed(intent.id, .applied))
        case (.perform, _, _): harness.take(.finished(intent.id, .ok))
        }
    }

    /// One input.
    /// - Returns: false where nothing is left to come in.
    private func goOn(_ harness: inout CoreHarness) -> Bool {
        if let effect = harness.awaited.first {
            answer(&harness, effect)
            return true
        }
        guard harness.core.nextDeadline != nil, !harness.runs.allSatisfy({ $0.phase.isAtRest }) else { return false }
        harness.advanceToNextDeadline()
        return true
    }

    private func started() -> CoreHarness {
        var harness = CoreHarness(Self.text)
        harness.event()
        return harness
    }

    private func words(_ harness: CoreHarness) -> [String] { Self.steps.map { harness.word($0) } }

    @Test func `it ends the same, wherever it is interrupted`() {
        var whole = started()
        var inputsCount = 0
        while goOn(&whole) { inputsCount += 1 }
        #expect(whole.outcome() == "in-force: contained")
        #expect(inputsCount > 10)

        for place in 0...inputsCount {
            var harness = started()
            for _ in 0..<place { _ = goOn(&harness) }
            let wasUnderWay = harness.word("shutdown") == "intent"
            harness.restart()
            while goOn(&harness) {}
            var expected = words(whole)
            if wasUnderWay { expected[0] = "in-doubt" }
            #expect(words(harness) == expected, "interrupted after \(place) inputs")
            #expect(harness.outcome() == "in-force: contained", "interrupted after \(place) inputs")
            expectHonesty(harness, "interrupted after \(place) inputs")
        }
    }

    @Test func `it ends even where every input is followed by a restart`() {
        var harness = started()
        harness.restart()
        var inputsCount = 0
        while goOn(&harness), inputsCount < 100 {
            inputsCount += 1
            harness.restart()
        }
        #expect(harness.run().phase.isAtRest)
        expectHonesty(harness, "interrupted everywhere")
    }

    private func expectHonesty(_ harness: CoreHarness, _ what: Comment) {
        #expect(harness.violations == [], what)
        #expect(harness.performed("shutdown").count == 1, what)
        for step in ["bar", "gate", "switch"] {
            #expect(Set(harness.performed(step).map(\.attempt.key)).count == 1, what)
            let numbers = harness.performed(step).map(\.attempt.number)
            #expect(numbers == Array(Set(numbers)).sorted(), what)
        }
    }
}
