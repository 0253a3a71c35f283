import Domain
import Playbooks
import Response

extension Invariant {
    static let inOrder = Self(4, "the next step's intent ⇒ this step closed") { world in
        world.recorded.compactMap { world.tooEarly($0) ?? world.closedTooEarly($0) }
    }
}

extension Evidence {
    /// A step is attempted only once every step before it in its list is closed.
    fileprivate func tooEarly(_ record: Recorded) -> Violation? {
        // One that is under way while an earlier one is told anew is stored once more, and is attempted no earlier by that.
        guard case .intent = record.state, !record.isMarked else { return nil }
        let playbook = record.run.playbook
        for list in playbook.lists {
            guard let place = list.steps.firstIndex(of: record.step) else { continue }
            for earlier in list.steps[..<place] where !isOver(record.run[earlier].state, list) {
                let steps =
                    "\(name(record.run.id, record.step)) is attempted before '\(playbook[earlier].path)' is closed"
                return violation(4, steps, at: record.moment)
            }
        }
        return nil
    }

    /// A step that others stand in is closed only once each of them is, or will never begin.
    fileprivate func closedTooEarly(_ record: Recorded) -> Violation? {
        guard record.state.isClosed else { return nil }
        let within = record.run.playbook[record.step].children.first {
            let state = record.run[$0].state
            return state != .ready && !state.isClosed
        }
        guard let within else { return nil }
        let steps = "\(name(record.run.id, record.step)) is closed before \(name(record.run.id, within)) in it"
        return violation(4, steps, at: record.moment)
    }

    /// Of the `always` steps each has its chance, also where a guard holds the one before.
    private func isOver(_ state: StepState, _ list: StepList) -> Bool {
        switch state {
        case .held, .open: list.isAlways
        case .ready, .asking, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped,
            .failed, .exhausted, .inDoubt:
            state.isClosed
        }
    }
}

/// Steps that come one after the other.
private struct StepList {
    let steps: [Step.Index]
    var isAlways = false
}

extension Playbook {
    fileprivate var lists: [StepList] {
        let within = steps.flatMap { step -> [StepList] in
            switch step.body {
            case .group(let list): [StepList(steps: list)]
            case .choose(let branches): branches.map { StepList(steps: $0.steps) }
            case .call(let call): [StepList(steps: call.main), StepList(steps: call.always, isAlways: true)]
            case .action, .parallel, .loop, .wait, .approval, .set, .fail, .end, .release: []
            }
        }
        return [StepList(steps: main), StepList(steps: always, isAlways: true)] + within
    }
}
