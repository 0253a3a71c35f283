import CEL
import Playbooks

/// Playbooks that may answer the same events, found by the bound that their conditions set to the event's value.
///
/// A bound keeps a playbook from being asked where it cannot hold; where it may, its condition decides.
struct Candidates: Sendable {
    private typealias Step = (bound: Double, place: Int)

    /// In the order in which they are asked.
    private let playbooks: [Playbook]
    /// Places of those that set no bound.
    private var unbounded: [Int] = []
    /// Those whose value must be at least, and at most, so much, from the smallest bound to the largest.
    private var lower: [Step] = []
    private var upper: [Step] = []

    init(_ playbooks: [Playbook]) {
        self.playbooks = playbooks
        for (place, playbook) in playbooks.enumerated() {
            switch playbook.trigger.requiredBound {
            case .atLeast(let bound)?: lower.append((bound, place))
            case .atMost(let bound)?: upper.append((bound, place))
            case nil: unbounded.append(place)
            }
        }
        lower.sort { $0.bound < $1.bound }
        upper.sort { $0.bound < $1.bound }
    }

    /// Each that such a value leaves in question, in their order. A value that is no number, or none that a double holds,
    /// leaves all of them: an expression may fail then, and that must be heard of.
    func forEach(for value: Value, _ body: (Playbook) -> Void) {
        guard lower.count + upper.count > 0, let number = value.exactDouble else { return playbooks.forEach(body) }
        let above = lower[..<Self.end(of: lower) { $0 <= number }]
        let below = upper[Self.end(of: upper) { $0 < number }...]
        guard !above.isEmpty || !below.isEmpty else {
            for place in unbounded { body(playbooks[place]) }
            return
        }
        for place in (unbounded + above.map(\.place) + below.map(\.place)).sorted() { body(playbooks[place]) }
    }

    /// Where the bounds end of which this is true: it is of the first ones.
    private static func end(of steps: [Step], where isBefore: (Double) -> Bool) -> Int {
        var range = 0..<steps.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isBefore(steps[middle].bound) ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

extension Playbook.Trigger {
    /// What the event's value must be, if it is a number, for the condition to be true.
    fileprivate var requiredBound: Bound? {
        condition?.requiredBounds.first { $0.path == ["event", "value"] }?.bound
    }
}
