internal import CEL

/// Where an expression stands: what it may see there.
struct ExpressionPlace {
    var visibility: Visibility
    /// The steps that are done by then, as they are named in expressions.
    var done: Set<String> = []
    /// In `always`, the steps that may not have come to their end.
    var uncertain: Set<String> = []
    /// Whether it is within a loop.
    var hasItem = false
    /// The lists of the loops around it, the innermost last.
    var lists: [Program] = []

    static let trigger = Self(visibility: .trigger)
    static let inputs = Self(visibility: .inputs)

    /// A step of a list, where these are done.
    static func step(after done: Set<String>, hasItem: Bool) -> Self {
        Self(visibility: .step, done: done, hasItem: hasItem)
    }

    /// What the list of the innermost loop sees.
    var aroundLoop: Self {
        var copy = self
        copy.lists.removeLast()
        return copy
    }

    /// Where this condition holds. Who asks how a step went knows whether it has an output.
    func holding(_ condition: Program?) -> Self {
        var copy = self
        copy.uncertain.subtract(condition.map { Self.stepsAskedFor(by: $0) } ?? [])
        return copy
    }

    static func stepsAskedFor(by condition: Program) -> [String] {
        condition.fieldPaths.compactMap { path in
            path.count == 3 && path[0] == "steps" && ["ok", "status"].contains(path[2]) ? path[1] : nil
        }
    }

    func seeing(_ visibility: Visibility) -> Self {
        var copy = self
        copy.visibility = visibility
        return copy
    }

    var variables: [String] { visibility.variables + (hasItem ? ["item", "previous"] : []) }
}
