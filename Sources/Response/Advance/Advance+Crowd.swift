import Playbooks

extension Advance {
    /// Whoever was to tell of all that are held could not: this run tells after all.
    mutating func tellAfterAll() {
        for index in run.playbook.always where run[index].state == .skipped(.toldAlready) {
            resetAll(run.playbook[index])
        }
        goOnInAlways()
        proceed()
    }
}

extension Run {
    /// Whether it is silent, because another one was to tell of both.
    var leavesItToOthers: Bool { playbook.always.contains { self[$0].state == .skipped(.toldAlready) } }
}
