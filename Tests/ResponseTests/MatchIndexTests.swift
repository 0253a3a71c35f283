import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

@Suite struct MatchIndexTests {
    private static let conditions = [
        "", "event.metric == \"a\"", "\"b\" == event.metric", "event.metric == \"a\" && event.value > 5",
        "event.metric == \"a\" || event.value > 5", "event.metric != \"a\"", "event.metric in [\"a\", \"b\"]",
        "event.metric == \"a\" && event.data.level > 3", "event.metric.startsWith(\"a\")",
        "event.value > 5 && event.metric == \"b\"", "!(event.metric == \"a\")",
    ]

    /// An index is right where it finds what asking each playbook by itself finds.
    @Test func `the index finds what asking every playbook would`() {
        let playbooks = Self.conditions.enumerated().flatMap { number, condition in
            ["violation", "login"].map { type in
                let condition = condition.isEmpty ? "" : ", if: '\(condition)'"
                return PlaybookFixture.compiled(
                    PlaybookFixture.text(
                        "- {id: act, action: fake.pure}",
                        named: "\(type)-\(number)",
                        on: "{event: \(type)\(condition)}"
                    )
                )
            }
        }
        let index = MatchIndex(playbooks)
        let device = Device(id: Sample.device("pump-7"))
        for type in ["violation", "login", "weather"] {
            for metric in ["a", "b", "ab", ""] {
                for value in [Int64(1), 9] {
                    let event = event(type, metric, value)
                    let found = index.answers(to: event, from: device, fleet: nil, at: Sample.start)
                    let asked = playbooks.map {
                        MatchIndex([$0]).answers(to: event, from: device, fleet: nil, at: Sample.start)
                    }
                    let all = Set(asked.flatMap { $0.playbooks.map(\.name) })
                    #expect(Set(found.playbooks.map(\.name)) == all)
                    #expect(found.undecided.count == asked.reduce(0) { $0 + $1.undecided.count })
                    #expect(all == Set(playbooks.filter { holds($0, event) }.map(\.name)))
                }
            }
        }
    }

    private func holds(_ playbook: Playbook, _ event: Event) -> Bool {
        guard playbook.trigger.event == event.type else { return false }
        guard let condition = playbook.trigger.condition else { return true }
        let facts = Facts(event: event, device: Device(id: event.device), now: Sample.start)
        return (try? condition.evaluate(playbook.scope.bindings(facts))) == .bool(true)
    }

    private func event(_ type: String, _ metric: String, _ value: Int64) -> Event {
        Event(
            key: Event.Key(source: "defender", id: "e-1"),
            type: type,
            time: Sample.start,
            device: Sample.device("pump-7"),
            metric: metric,
            value: .int(value)
        )
    }
}
