/// Something that must hold in every world: one of the invariants of the specification, with its number there.
package struct Invariant: Sendable {
    package let number: Int
    /// As the specification puts it.
    package let text: String
    let violations: @Sendable (Evidence) -> [Violation]

    init(_ number: Int, _ text: String, violations: @escaping @Sendable (Evidence) -> [Violation]) {
        self.number = number
        self.text = text
        self.violations = violations
    }

    /// All that are looked at, one in each file beside this one. Those about parts that the engine does not have yet come
    /// with them, each as one more file and one more line here:
    /// I5 (no lower fence applied after a higher), I6 (no intent after a stop in scope), I9 (one run per lane),
    /// I14 (every measure in force has a live owner or an expiry).
    package static let all = [
        intentBeforeEffect, appliedOnce, okIsProven, inOrder, nothingIsLost, withinLimits, everythingIsSaid,
        everythingSettles, failedIsProven, pinned, drillsTouchNothing,
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
    func violation(_ invariant: Int, _ sentence: String, at moment: Moment? = nil) -> Violation {
        Violation(invariant: invariant, sentence: sentence, line: moment?.number)
    }
}
