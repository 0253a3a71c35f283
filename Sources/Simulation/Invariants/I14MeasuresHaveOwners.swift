import Domain
import Response

extension Invariant {
    static let measuresHaveOwners = Self(14, "every measure in force has a live owner or an expiry") { world in
        world.ownerless()
    }
}

extension Evidence {
    /// Whatever is, or may be, in force belongs to a run that is open and knows of it.
    fileprivate func ownerless() -> [Violation] {
        var measures: [MeasureID: Measure] = [:]
        for (_, written) in writes {
            for case .measure(let measure) in written.changes { measures[measure.id] = measure }
        }
        return measures.values.sorted { $0.id < $1.id }.compactMap { measure in
            guard measure.state.isOpen, case .ended? = runs[measure.run]?.phase else { return nil }
            return violation(
                14,
                "\(measure.action) of \(name(measure.run)) is \(measure.state.text), and its run has ended"
            )
        }
    }
}
