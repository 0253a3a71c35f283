import CEL
import Domain
import Ledger
import Playbooks

// Pauses, and events that have to come.
extension Advance {
    mutating func begin(_ step: Step, _ wait: Wait) throws(OperatorError) {
        switch wait {
        case .message(let call): try begin(step, call)
        case .pause(let duration): pause(step, wait.length, until: now + duration)
        case .event(_, _, let within): pause(step, wait.length, until: now + within)
        case .until(let program):
            let what = "'until' of step '\(step.path)'"
            let value = try value(of: Template.expression(program), .value, what, bindings(for: step))
            guard case .timestamp(let time) = value, let nanoseconds = time.nanosecondsSinceEpoch else {
                throw OperatorError(
                    attempted: "begin step '\(step.path)'",
                    reason: "'until' gives no time within reach",
                    remedy: "correct the expression: \(program.source)"
                )
            }
            pause(step, "until \(time)", until: Instant(nanosecondsSinceEpoch: nanoseconds))
        }
    }

    private mutating func pause(_ step: Step, _ length: String, until time: Instant) {
        // What it would wait for belongs to the plan; nobody is helped by sitting through it.
        if run.isDrill {
            let detail = "a drill does not wait: would wait \(length)"
            settle(step.index, .done(output: rehearsedOutput(of: step)), .stepDone, detail: detail)
            return
        }
        enter(step.index, .waiting(until: time))
        record(
            .stepWaiting,
            step.index,
            detail: "until \(Timestamp(nanosecondsSinceEpoch: time.nanosecondsSinceEpoch))"
        )
        if time <= now { endWait(step) }
    }

    /// Of an event that a drill does not wait for: that which the run answers, as if it had come once more.
    private func rehearsedOutput(of step: Step) -> Value {
        if case .wait(.event) = step.body { run.event.output } else { .null }
    }

    /// Its time is over. Releases wait too, and begin then.
    mutating func endWait(_ step: Step) {
        switch step.body {
        case .wait(.pause), .wait(.until): settle(step.index, .done(output: .null), .stepDone)
        case .wait(.event(let type, _, let within)):
            let error = OperatorError(
                attempted: "wait for an event in step '\(step.path)'",
                reason: "no \(type) of \(run.device.id) that was meant came within \(within.spoken)",
                remedy: "look at the device and its monitor; 'on_failure' says how the run goes on"
            )
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
        case .wait(.message), .action, .parallel, .group, .choose, .loop, .call, .approval, .set, .fail, .end, .release:
            preconditionFailure("step '\(step.path)' does not wait so")
        }
    }

    /// An event about the run's device has come: every step that waits for it goes on.
    mutating func arrive(_ event: Event) {
        for step in run.playbook.steps {
            guard case .wait(.event(let type, let condition, _)) = step.body, type == event.type,
                case .waiting = run[step.index].state, isAwaited(event, by: condition, step)
            else { continue }
            record(.stepArrived, step.index, detail: "event \(event.key.id)")
            settle(step.index, .done(output: event.output), .stepDone)
        }
        proceed()
    }

    /// An event that the condition cannot judge is not the one.
    private func isAwaited(_ event: Event, by condition: Program?, _ step: Step) -> Bool {
        guard let condition else { return true }
        do throws(EvaluationError) {
            return try condition.isTrue(bindings(for: step) { $0.arrived = event })
        } catch {
            return false
        }
    }
}

extension Wait {
    /// Completes "would wait …".
    package var length: String {
        switch self {
        case .pause(let duration): duration.spoken
        case .until(let program): "until \(program.source)"
        case .event(let type, _, let within): "for an event '\(type)', \(within.spoken) at most"
        case .message(let call): "for a message, \((call.confirmation?.within ?? call.overall).spoken) at most"
        }
    }
}

extension Event {
    /// What `steps.<id>.output` gives of an event that was waited for.
    fileprivate var output: Value {
        [
            "id": .string(key.id), "source": .string(key.source), "type": .string(type), "name": .string(name),
            "metric": .string(metric), "severity": .string(severity.text), "state": .string(state.text), "value": value,
            "data": data,
        ]
    }
}
