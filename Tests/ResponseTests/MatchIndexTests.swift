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
        "event.value > 5 && event.metric == \"b\"", "!(event.metric == \"a\")", "event.value >= 5", "event.value < 5",
        "5 >= event.value", "event.value > 5.5 && event.metric == \"a\"", "event.value > 9007199254740993",
        "event.value > 3 && event.value < 6", "event.value > 0u && event.data.level > 3",
        "event.value >= 9007199254740992.0",
    ]

    private static let values: [Value] = [
        1, 5, 9, -3, 9_007_199_254_740_993, .uint(5), .uint(.max), 5.0, 5.5, 6.0, 9_007_199_254_740_992.0,
        .double(.nan),
        .double(.infinity), .double(-.infinity), .null, true, "7", .list([9]),
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
                for value in Self.values {
                    let event = event(type, metric, value)
                    let found = index.answers(to: event, from: device, fleet: nil, at: Sample.start)
                    let asked = playbooks.map { ($0.name, verdict($0, event)) }
                    let all = Set(asked.filter { $0.1 == true }.map(\.0))
                    #expect(Set(found.playbooks.map(\.name)) == all, "\(event)")
                    #expect(Set(found.undecided.map(\.playbook.name)) == Set(asked.filter { $0.1 == nil }.map(\.0)))
                }
            }
        }
    }

    @Test func `those that answer are asked in the order in which they came`() {
        let bounds = ["> 7", "< 100", ">= 2", "> 90", "< 3", ">= 4"]
        let playbooks = bounds.enumerated().map { number, bound in
            PlaybookFixture.compiled(
                PlaybookFixture.text(
                    "- {id: act, action: fake.pure}",
                    named: "p-\(number)",
                    on: "{event: violation, if: event.value \(bound)}"
                )
            )
        }
        let device = Device(id: Sample.device("pump-7"))
        let event = event("violation", "a", 8)
        let found = MatchIndex(playbooks).answers(to: event, from: device, fleet: nil, at: Sample.start)
        #expect(found.playbooks.map(\.name) == ["p-0", "p-1", "p-2", "p-5"])
    }

    /// Asked by itself. Nil where it cannot be decided.
    private func verdict(_ playbook: Playbook, _ event: Event) -> Bool? {
        guard playbook.trigger.event == event.type else { return false }
        guard let condition = playbook.trigger.condition else { return true }
        let facts = Facts(event: event, device: Device(id: event.device), now: Sample.start)
        do throws(EvaluationError) {
            return try condition.isTrue(playbook.scope.bindings(facts))
        } catch {
            return nil
        }
    }

    private func event(_ type: String, _ metric: String, _ value: Value) -> Event {
        Event(
            key: Event.Key(source: "defender", id: "e-1"),
            type: type,
            time: Sample.start,
            device: Sample.device("pump-7"),
            metric: metric,
            value: value
        )
    }
}
