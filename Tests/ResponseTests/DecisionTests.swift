import Domain
import Playbooks
import Response
import TestKit
import Testing

/// A person decides about what they read, and about nothing that came of it since. A review: they did.
@Suite struct DecisionTests {
    private static let (ada, bob) = (person("ada"), person("bob"))

    private static func person(_ name: String) -> Actor { Actor(name: "person:\(name)", proof: "bearer-token") }

    /// Gateways that are protected: two things hold each, one after the other.
    private func harness(_ count: Int = 1) -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        for number in 1...count {
            let id = Sample.device("pump-\(number)")
            harness.devices[id] = .found(Device(id: id, isProtected: true, children: 3))
            harness.event("e-\(number)", of: id.description)
            harness.advance(by: .seconds(1))
        }
        return harness
    }

    private func cause(_ harness: CoreHarness, of device: String) -> Hold.Cause? {
        harness.state("act", of: device).holdForPerson?.cause
    }

    @Test func `of two people who read the same, the second lets nothing pass that nobody read`() throws {
        var harness = harness()
        let run = harness.run(of: "pump-1").id
        func decision(_ cause: Hold.Cause?, _ person: Actor) -> OperatorOrder {
            .decide(
                harness.asRead(
                    Decision(run: run, step: "act", cause: cause, agrees: true, reason: "", by: person, groups: [])
                )
            )
        }
        #expect(try harness.order(decision(.protected, Self.ada)).get().count == 1)
        #expect(cause(harness, of: "pump-1") == .gateway)
        guard case .failure(let error) = harness.order(decision(.protected, Self.bob)) else {
            Issue.record("it counted")
            return
        }
        #expect(error.reason.hasPrefix("it is not held by 'protected': it is held: "), "\(error)")
        #expect(cause(harness, of: "pump-1") == .gateway)
        #expect(try harness.order(decision(.gateway, Self.bob)).get().count == 1)
        #expect(harness.word("act", of: "pump-1") == "intent")
        #expect(harness.order(decision(.gateway, Self.bob)).isFailure)
        #expect(harness.violations.isEmpty)
    }

    @Test func `many are decided about in several orders, and none of them twice`() throws {
        var harness = harness(3)
        func selection(after: HoldPlace?) -> OperatorOrder {
            .decideAll(
                HoldSelection(
                    playbook: nil,
                    cause: nil,
                    after: after,
                    atMost: 2,
                    agrees: true,
                    reason: "",
                    by: Self.ada,
                    groups: []
                )
            )
        }
        let first = try harness.order(selection(after: nil)).get()
        #expect(first.count == 2 && first.left == 1)
        let second = try harness.order(selection(after: first.last)).get()
        #expect(second.count == 1 && second.left == 0)
        #expect((1...3).map { cause(harness, of: "pump-\($0)") } == [.gateway, .gateway, .gateway])
    }
}

extension Result {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}
