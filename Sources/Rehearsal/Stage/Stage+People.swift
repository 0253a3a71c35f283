import Domain
import Playbooks
import Response

// People who are asked.
extension Stage {
    mutating func askPeople(_ turn: Turn) {
        for case .advanced(let run, let steps) in turn.changes {
            for index in steps {
                guard case .asking = run[index].state, asked.insert("\(run.id)/\(run.playbook[index].path)").inserted
                else { continue }
                ask(about: run.playbook[index], of: run)
            }
        }
    }

    private mutating func ask(about step: Step, of run: Run) {
        let policy = step.policy ?? .ask
        for (number, answer) in test.script.answers(at: step, policy).enumerated() where answer.word != .noAnswer {
            let decision = Decision(
                reading: run,
                step,
                agrees: answer.word == .approves,
                by: Actor(name: "person-\(number + 1)", proof: "bearer-token"),
                groups: policy.group.map { [$0] } ?? []
            )
            send(.ordered(.decide(decision)), after: answer.after)
        }
    }
}
