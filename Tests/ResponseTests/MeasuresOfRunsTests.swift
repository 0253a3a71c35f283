import Domain
import Response
import TestKit
import Testing

/// What `cordon measures` lists, beside the states of the runs that have it in force.
@Suite struct MeasuresOfRunsTests {
    private let harness: CoreHarness

    init() {
        var harness = CoreHarness(PlaybookFixture.text("- {id: bar, action: fake.fenced, expires: 1h}"))
        harness.event()
        harness.finish("bar", .ok)
        self.harness = harness
    }

    private var run: Run { harness.run() }

    /// As the store has them.
    private var listed: [Measure] {
        var rows: [MeasureID: Measure] = [:]
        for change in harness.turns.flatMap(\.turn.changes) {
            if case .measure(let measure) = change { rows[measure.id] = measure }
        }
        return Array(rows.values)
    }

    private func found(_ listed: [Measure], measures: [Measure]?) -> [String] {
        var runs = MeasuresOfRuns()
        runs.take(
            RunAccount(run: run.id, phase: run.phase.text, outcome: nil, steps: nil, measures: measures)
        )
        return runs.disagreements(with: listed)
    }

    private func found(_ listed: [Measure]) -> [String] { found(listed, measures: run.openMeasures) }

    private func changed(
        _ measure: Measure,
        device: String = "pump-7",
        since: Instant? = nil,
        until: Instant? = nil,
        state: Measure.State? = nil
    ) -> Measure {
        Measure(
            id: measure.id,
            device: Sample.device(device),
            action: measure.action,
            inverse: measure.inverse,
            connection: measure.connection,
            run: measure.run,
            incident: measure.incident,
            playbook: measure.playbook,
            step: measure.step,
            since: since ?? measure.since,
            until: until ?? measure.until,
            state: state ?? measure.state
        )
    }

    /// A review found it: a device that was cut off was listed nowhere, and nobody noticed.
    @Test func `a measure that is in force is listed, and as it is`() {
        let own = listed[0]
        #expect(listed.count == 1 && found(listed) == [])
        #expect(found([]) == ["measure \(own.id) on pump-7 is in force by run \(run.id), and is not listed"])
        let otherwise = "measure \(own.id) on pump-7 is not listed as run \(run.id) has it in force"
        for forged in [
            changed(own, device: "pump-9"), changed(own, until: Sample.start + .seconds(86_400)),
            changed(own, state: .stuck),
        ] {
            #expect(found([forged]) == [otherwise])
        }
    }

    @Test func `what is listed some run has in force`() {
        let other = Sample.measure(1, of: Sample.device("pump-9"))
        let invented = "measure \(other.id) is listed as in force on pump-9, and is not"
        #expect(found(listed + [other]) == [invented])
        #expect(found(listed, measures: []).count == 1)
    }

    @Test func `since when it is in force, whether that is in doubt, and what nobody can read is not compared`() {
        let own = listed[0]
        #expect(found([changed(own, since: Sample.start - .seconds(9), state: .doubtful)]) == [])
        #expect(found([], measures: nil) == [] && found(listed, measures: nil) == [])
    }
}
