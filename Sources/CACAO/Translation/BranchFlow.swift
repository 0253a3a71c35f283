internal import Playbooks

/// How a branch, whose steps lead anywhere forward, goes as a list, whose steps come one after the other.
///
/// A failure jumps to where it leads. Where a step that succeeds leads further than the next, what stands between has a
/// condition that is false then.
struct BranchFlow {
    enum OnFailure: Equatable {
        case stop
        case next
        case jump(to: Int)
    }

    private let graph: BranchGraph
    /// What each step is called.
    private let ids: [String]
    /// Why each step is there, where it is not always; filled in order.
    private(set) var conditions: [String?] = []

    init(_ graph: BranchGraph, ids: [String]) {
        self.graph = graph
        self.ids = ids
        for position in graph.order.indices { conditions.append(condition(of: position)) }
    }

    /// Where the step at a place leads when it succeeds.
    private func success(_ position: Int) -> Int {
        switch graph.order[position].next {
        case .none: graph.order.count
        case .completion(let step): graph.place(of: step) ?? graph.order.count
        case .outcome(let step, _): graph.place(of: step) ?? graph.order.count
        }
    }

    /// Where it leads when it fails; nil where that is for the step that opened the branch.
    private func failure(_ position: Int) -> Int? {
        switch graph.order[position].next {
        case .none: nil
        case .completion: success(position)
        case .outcome(_, let step): step.map { graph.place(of: $0) ?? graph.order.count }
        }
    }

    func onFailure(_ position: Int) -> OnFailure {
        guard let target = failure(position) else { return .stop }
        return target == position + 1 ? .next : .jump(to: target)
    }

    private func condition(of position: Int) -> String? {
        guard (0..<position).contains(where: { success($0) > position }) else { return nil }
        var terms: [String] = []
        for before in 0..<position {
            guard let term = term(from: before, to: position) else { continue }
            guard !term.isEmpty else { return nil }
            if !terms.contains(term) { terms.append(term) }
        }
        return terms.isEmpty ? nil : terms.joined(separator: " || ")
    }

    /// When a step leads to another; empty for always, nil for never.
    private func term(from before: Int, to position: Int) -> String? {
        let step = Expression.step(ids[before])
        let (succeeds, fails) = (success(before) == position, failure(before) == position)
        if fails, !succeeds { return "\(step).failed" }
        guard succeeds else { return nil }
        guard conditions[before] != nil || !isPassedOver(before) else {
            return fails ? "!\(step).skipped" : "\(step).ok"
        }
        let base = conditions[before] ?? ""
        // Where nobody takes its failure, nothing after it is reached.
        guard !fails, failure(before) != nil else { return base }
        guard !base.isEmpty else { return "!\(step).failed" }
        return "\(base.contains(" || ") ? "(\(base))" : base) && !\(step).failed"
    }

    /// Whether a failure before it jumps further.
    private func isPassedOver(_ position: Int) -> Bool {
        (0..<position).contains { (failure($0) ?? 0) > position }
    }
}
