import Domain
import Playbooks

/// What holds of every playbook that is let in: a run of it ends, and finds each step that it is sent to.
struct PlaybookRules {
    private let playbook: Playbook
    private let limits: Limits

    init(_ playbook: Playbook, _ limits: Limits) {
        self.playbook = playbook
        self.limits = limits
    }

    func examine() {
        let written = playbook.steps.count - playbook.releases.count
        Rule.require((1...limits.stepsMax).contains(written), "\(written) steps are within the limit")
        Rule.require(!playbook.main.isEmpty, "there is a step to begin with")
        examineTree(written)
        for (position, step) in playbook.steps.enumerated() { examine(step, at: position) }
        let paths = Set(playbook.steps.map(\.path))
        Rule.require(paths.count == playbook.steps.count, "each step has a path of its own")
        for protection in playbook.guards.protect { examine(frame: protection.frame) }
    }

    /// Each step of the text stands in one place.
    private func examineTree(_ written: Int) {
        var places = playbook.main + playbook.always
        for step in playbook.steps.prefix(written) { places += step.children }
        Rule.require(
            places.map(\.position).sorted() == Array(0..<written),
            "each step stands in one place: \(places.map(\.position))"
        )
    }

    private func examine(_ step: Step, at position: Int) {
        Rule.require(step.index.position == position, "a step knows its place")
        examine(frame: step.frame)
        let isForward = step.children.allSatisfy { $0 > step.index }
        Rule.require(isForward, "what stands in a step comes after it")
        if case .goTo(let target) = step.onFailure {
            Rule.require(target > step.index, "a jump goes forward")
            Rule.require(target.position < playbook.steps.count, "a jump arrives")
        }
        if case .release(let undone, _) = step.body {
            Rule.require(undone < step.index, "what is taken back was done before")
        }
    }

    private func examine(frame: Frame.Index) {
        Rule.require(playbook.frames.indices.contains(frame), "there is a frame \(frame)")
    }
}
