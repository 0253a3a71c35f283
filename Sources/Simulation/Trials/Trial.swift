/// One seed, tried: its world ran, and the invariants were looked at.
package struct Trial: Sendable {
    package let seed: UInt64
    package let violations: [Violation]
    let evidence: Evidence

    /// - Note: the whole world runs on the calling thread, before this returns.
    package init(seed: UInt64, sabotage: Sabotage? = nil) {
        self.seed = seed
        let world = World(seed: seed, sabotage: sabotage)
        let isAtRest = world.run()
        let evidence = Evidence(of: world, isAtRest: isAtRest)
        self.evidence = evidence
        violations = Invariant.all.flatMap { $0.violations(evidence) }
    }

    /// What happened, a line for each thing, the violations where they were seen.
    package var story: String { Story(evidence, violations).text }
}
