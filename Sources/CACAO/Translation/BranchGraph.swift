internal import Playbooks

/// The steps of one branch, from its first to its ends, in an order in which each comes before those that it leads to.
///
/// A step that several steps of the branch lead to is there once. Where a step succeeds, the one that it leads to then
/// comes directly after it where that is possible.
struct BranchGraph {
    /// Without the ends.
    private(set) var order: [WorkflowStep] = []
    /// The place of each step; that of an end is behind the last.
    private(set) var place: [String: Int] = [:]
    /// The ends that it comes to.
    private(set) var ends: [WorkflowStep] = []

    /// Where steps lead round in a circle: the way around, and the step that leads back.
    struct Circle: Error {
        let steps: [WorkflowStep]
        let closing: Reference
    }

    init(from entry: Reference, in playbook: [String: WorkflowStep]) throws(Circle) {
        var visit = Visit(steps: playbook)
        try visit.follow(entry)
        order = visit.finished.reversed()
        for (position, step) in order.enumerated() { place[step.id] = position }
        ends = visit.ends
        for end in ends { place[end.id] = order.count }
    }

    /// Where a reference leads; nil where that step is missing, which has been reported.
    func place(of reference: Reference) -> Int? { place[reference.id] }

    private struct Visit {
        let steps: [String: WorkflowStep]
        var path: [WorkflowStep] = []
        var done: Set<String> = []
        var finished: [WorkflowStep] = []
        var ends: [WorkflowStep] = []

        mutating func follow(_ reference: Reference) throws(Circle) {
            guard let step = steps[reference.id], !done.contains(step.id) else { return }
            if let start = path.firstIndex(where: { $0.id == step.id }) {
                throw Circle(steps: Array(path[start...]), closing: reference)
            }
            guard !step.isEnd else {
                done.insert(step.id)
                ends.append(step)
                return
            }
            path.append(step)
            // What comes after a failure first: so what comes after success ends up nearer.
            for next in step.successors.reversed() { try follow(next) }
            path.removeLast()
            done.insert(step.id)
            finished.append(step)
        }
    }
}
