import Playbooks
import Response

/// Something that must hold in every world: one of those of `docs/execution.md`, "What a simulation checks", with its
/// number there. A test compares the two.
package struct Invariant: Sendable {
    package let number: Int
    /// As the page puts it.
    package let text: String
    let violations: @Sendable (Evidence) -> [Violation]

    init(_ number: Int, _ text: String, violations: @escaping @Sendable (Evidence) -> [Violation]) {
        self.number = number
        self.text = text
        self.violations = violations
    }

    /// All of the page's, one in each file beside this one.
    package static let all = [
        intentBeforeEffect, appliedOnce, okIsProven, inOrder, fencesHold, stopsHold, nothingIsLost, withinLimits,
        oneRunPerLane, everythingIsSaid, everythingSettles, failedIsProven, pinned, measuresHaveOwners,
        drillsTouchNothing,
    ]
}

/// An invariant that did not hold: what was seen, and where in the chronicle.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package let invariant: Int
    package let sentence: String
    let line: Int?

    package var description: String { "I\(invariant): \(sentence)" }
}

extension Evidence {
    /// Whoever listens sends nothing.
    func listens(_ intent: Intent) -> Bool {
        ModelKinds.all.contains { $0.descriptor.name == intent.attempt.request.action && $0.descriptor.listens }
    }

    func violation(_ invariant: Int, _ sentence: String, at moment: Moment? = nil) -> Violation {
        Violation(invariant: invariant, sentence: sentence, line: moment?.number)
    }
}
