import Domain
import Response
import TestKit
import Testing

@Suite struct RetryTests {
    private func harness(_ more: String = "", _ step: String = "action: fake.idempotent") -> CoreHarness {
        CoreHarness(PlaybookFixture.text("- {id: act, \(step)\(more)}", guards: "{limit: {devices: 10000, per: 1m}}"))
    }

    @Test func `the pause is anywhere between nothing and its bound`() throws {
        var harness = harness(", retry: {times: 8, first: 1s, max: 60s}")
        var fractions: [Double] = []
        for number in 0..<40 {
            let device = "pump-\(number)"
            harness.event("e-\(number)", of: device)
            for attempt in 1...7 {
                guard let intent = harness.awaited.first?.intent else { break }
                harness.take(.finished(intent.id, .transient))
                let until = try #require(harness.state("act", of: device).until)
                let pause = until - harness.now
                let bound = Duration.seconds(min(60, 1 << (attempt - 1)) as Int)
                #expect(pause >= .zero && pause <= bound, "attempt \(attempt)")
                fractions.append(pause / bound)
                harness.advance(by: pause)
            }
            harness.finish("act", .ok)
        }
        #expect(fractions.min().map { $0 < 0.1 } == true)
        #expect(fractions.max().map { $0 > 0.9 } == true)
        let mean = fractions.reduce(0, +) / Double(fractions.count)
        #expect((0.4...0.6).contains(mean), "the mean of full jitter is a half, not \(mean)")
    }

    @Test func `the same attempt draws the same pause`() {
        let pauses = (0..<2).map { _ in
            var harness = harness()
            harness.event()
            harness.finish("act", .transient)
            return harness.state("act").until
        }
        #expect(pauses[0] == pauses[1])
    }

    @Test func `a receiver's own wish is honoured`() {
        var harness = harness()
        harness.event()
        harness.finish("act", .transient(after: .seconds(40)))
        #expect(harness.state("act").until == harness.now + .seconds(40))
        harness.advance(by: .seconds(39))
        #expect(harness.performed("act").count == 1)
        harness.advance(by: .seconds(1))
        #expect(harness.performed("act").count == 2)
    }

    @Test func `a wish beyond all bounds ends the step, and traps nothing`() {
        var harness = harness()
        harness.event()
        harness.finish("act", .transient(after: .seconds(Int64.max)))
        #expect(harness.word("act") == "exhausted")
    }

    @Test func `after so many times it is exhausted, and a person is asked`() {
        var harness = harness(", retry: {times: 3, first: 1s, max: 1s}")
        harness.event()
        for _ in 0..<3 {
            harness.finish("act", .transient)
            harness.advance(by: .seconds(1))
        }
        #expect(harness.word("act") == "exhausted")
        #expect(harness.state("act").attempts == 3)
        #expect(harness.performed("act").map(\.attempt.number) == [1, 2, 3])
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(!harness.step("act").mayHaveHadEffect)
    }

    @Test func `no attempt begins after the step's own time`() {
        var harness = harness(", within: 30s, timeout: 5s, retry: {times: 20, first: 1s, max: 1s}")
        harness.event()
        harness.finish("act", .transient(after: .seconds(29)))
        #expect(harness.word("act") == "retrying")
        harness.advance(by: .seconds(29))
        harness.finish("act", .transient(after: .seconds(2)))
        #expect(harness.word("act") == "exhausted")
        #expect(harness.state("act").attempts == 2)
    }

    /// Found by reading: a command that waited to be tried again was sent whenever the engine came back.
    @Test(arguments: [AttemptResult.transient, .unknown])
    func `what comes up again when the step's own time is over is not sent, and a person is asked`(
        _ result: AttemptResult
    ) {
        var harness = harness(", within: 2m")
        harness.event()
        harness.finish("act", result)
        #expect(harness.word("act") == "retrying")
        harness.moveClock(to: harness.now + .seconds(86_400))
        harness.restart()
        harness.advance(by: .zero)
        #expect(harness.word("act") == "exhausted" && harness.performed("act").count == 1)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.violations.isEmpty)
    }

    @Test(arguments: [(60, 2), (86_400, 1)])
    func `what was under way when the engine ended is sent again in the step's own time, and not after it`(
        _ seconds: Int,
        _ attempts: Int
    ) {
        var harness = harness(", within: 2m")
        harness.event()
        harness.moveClock(to: harness.now + .seconds(seconds))
        harness.restart()
        #expect(harness.performed("act").count == attempts)
        #expect(harness.word("act") == (attempts == 2 ? "intent" : "exhausted"))
        #expect(harness.step("act").mayHaveHadEffect, "it was on its way")
    }

    @Test func `to let a device back in it is never too late`() {
        var harness = harness(", within: 2m", "action: fake.restore")
        harness.event()
        harness.finish("act", .transient)
        harness.moveClock(to: harness.now + .seconds(86_400))
        harness.restart()
        harness.advance(by: .zero)
        #expect(harness.word("act") == "intent" && harness.performed("act").count == 2)
        #expect(harness.violations.isEmpty)
    }

    @Test func `what a stop kept back beyond the step's own time is not sent when that is lifted`() {
        var harness = harness(", within: 2m")
        let ada = Actor(name: "person:ada", proof: "bearer-token")
        harness.event()
        harness.finish("act", .transient)
        harness.order(.stop(Stop(.everything, by: ada, reason: "", since: harness.now)))
        harness.advance(by: .seconds(3_600))
        #expect(harness.word("act") == "retrying")
        harness.order(.lift(.everything, by: ada, reason: ""))
        #expect(harness.word("act") == "exhausted" && harness.performed("act").count == 1)
        #expect(harness.outcome() == "waiting-for-person: stopped")
        #expect(harness.violations.isEmpty)
    }

    @Test func `every attempt sends the same request under the same key`() {
        var harness = harness("", "action: fake.idempotent, with: {text: \"${{ now }} ${{ step.attempt }}\"}")
        harness.event()
        harness.finish("act", .unknown)
        harness.advance(by: .seconds(1))
        let intents = harness.performed("act")
        #expect(intents.count == 2)
        #expect(Set(intents.map(\.attempt.request)).count == 1)
        #expect(Set(intents.map(\.attempt.key)).count == 1)
    }

    @Test func `a step that may have acted once says so, however it ends`() {
        var harness = harness(", retry: {times: 2, first: 1s, max: 1s}")
        harness.event()
        harness.finish("act", .unknown)
        harness.advance(by: .seconds(1))
        harness.finish("act", .permanent)
        #expect(harness.word("act") == "failed")
        #expect(harness.step("act").mayHaveHadEffect)
    }
}
